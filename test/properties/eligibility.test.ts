import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import type { Snapshot } from '../../src/domain/snapshot.ts';
import { optimizeRequest, requestWith } from '../arbitraries/request.ts';
import { runs } from '../arbitraries/runs.ts';
import { snapshotOf } from '../arbitraries/snapshot-of.ts';
import { attempt, unexplained } from './attempts.ts';

const isPickup = ({ shipment }: OptimizeRequestInput) => shipment.shipmentType === 'BOPIS';

/** A day as a number of days, by plain arithmetic. */
const ordinal = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

test('no child is dated before the attempt or after the limit', async () => {
  await fc.assert(
    fc.asyncProperty(optimizeRequest('small'), async (request) => {
      const { today, lastFutureDay, settings } = snapshotOf(request);
      const { children } = await attempt(unexplained(request));
      for (const { futureDate } of children) {
        if (futureDate === null) continue;
        expect(ordinal(futureDate)).toBeGreaterThanOrEqual(ordinal(today));
        expect(ordinal(futureDate)).toBeLessThanOrEqual(ordinal(lastFutureDay));
        const { unit, quantity } = settings.futureDateLimit;
        const most = quantity * { days: 1, weeks: 7, months: 31 }[unit];
        expect(ordinal(futureDate) - ordinal(today)).toBeLessThanOrEqual(most);
      }
    }),
    runs(),
  );
});

test('a pickup never leaves its location', async () => {
  await fc.assert(
    fc.asyncProperty(optimizeRequest('small').filter(isPickup), async (request) => {
      const { children } = await attempt(unexplained(request));
      for (const { fulfillmentLocationCode, allocations } of children) {
        if (allocations.length === 0) expect(fulfillmentLocationCode).toBeNull();
        else expect(fulfillmentLocationCode).toBe(request.shipment.fulfillmentLocationCode);
      }
    }),
    runs(0.5),
  );
});

test('a line takes nothing from a location that is closed to it', async () => {
  await fc.assert(
    fc.asyncProperty(optimizeRequest('small'), async (request) => {
      const { children } = await attempt(unexplained(request));
      for (const { fulfillmentLocationCode: code, futureDate, allocations } of children) {
        const location = request.locations?.find(({ locationCode }) => locationCode === code);
        expect(location?.active).not.toBe(false);
        expect(isPickup(request) ? location?.pickup : location?.directShip).not.toBe(false);
        for (const { lineId } of allocations) {
          const line = request.shipment.items.find((item) => item.lineId === lineId);
          expect(line?.excludedLocationCodes).not.toContain(code);
          if (futureDate === null) continue;
          expect(line?.excludedFutureLocationCodes).not.toContain(code);
          expect(line?.allowsFutureAllocate).toBe(true);
          expect(request.settings?.futureInventoryEnabled).toBe(true);
        }
      }
    }),
    runs(),
  );
});

/** Units of a product that are in stock now where any line of this shipment may take them. */
function currentUnits(snapshot: Snapshot, product: string): number {
  const { shipment, locations, currentInventory, settings } = snapshot;
  if (!settings.useCurrentInventory) return 0;
  const isOpen = (code: string) => {
    const location = locations.find(({ locationCode }) => locationCode === code);
    if (!location?.active) return false;
    if (shipment.shipmentType === 'STH') return location.directShip;
    return location.pickup && code === shipment.fulfillmentLocationCode;
  };
  return currentInventory
    .filter((row) => row.productCode === product && isOpen(row.locationCode))
    .reduce((sum, row) => sum + Math.max(0, row.available), 0);
}

test('nothing is promised from the future that current stock covers', async () => {
  const lexicographic = requestWith('small', {
    partialRelease: 'none',
    useFutureBeforeCurrent: false,
    maxFulfillingLocations: null,
    maxSplitItemLocations: null,
    maxChildShipments: null,
    objective: { mode: 'lexicographic' },
  });
  // With one set of locations for all, what current stock must leave to the future is plain subtraction.
  const withoutExclusions = lexicographic.map((request) => ({
    ...request,
    shipment: {
      ...request.shipment,
      // Who leaves together may have to wait together.
      itemDependencies: [],
      items: request.shipment.items.map((line) => ({ ...line, excludedLocationCodes: [] })),
    },
  }));
  await fc.assert(
    fc.asyncProperty(withoutExclusions, async (request) => {
      const reply = await attempt(unexplained(request));
      fc.pre(reply.decision === 'released');
      const snapshot = snapshotOf(request);
      for (const product of new Set(request.shipment.items.map((line) => line.productCode))) {
        const lines = snapshot.shipment.items.filter(
          (line) => line.productCode === product && line.manageStock,
        );
        const wanted = lines.reduce((sum, line) => sum + line.quantity, 0);
        const future = reply.children
          .filter((child) => child.futureDate !== null)
          .flatMap((child) => child.allocations)
          .filter(({ lineId }) => lines.some((line) => line.lineId === lineId))
          .reduce((sum, { quantity }) => sum + quantity, 0);
        expect(future).toBe(Math.max(0, wanted - currentUnits(snapshot, product)));
      }
    }),
    runs(),
  );
});

test('no more locations are used than the settings allow, in all and for a line', async () => {
  const limited = optimizeRequest('small').filter(
    ({ settings }) => settings?.maxFulfillingLocations != null || settings?.maxSplitItemLocations != null,
  );
  await fc.assert(
    fc.asyncProperty(limited, async (request) => {
      const { children } = await attempt(unexplained(request));
      const most = (limit: number | null | undefined) => limit ?? Number.POSITIVE_INFINITY;
      const locations = new Set(children.map((child) => child.fulfillmentLocationCode));
      expect(locations.size).toBeLessThanOrEqual(most(request.settings?.maxFulfillingLocations));
      for (const { lineId } of request.shipment.items) {
        const ofLine = children.filter((child) => child.allocations.some((one) => one.lineId === lineId));
        const used = new Set(ofLine.map((child) => child.fulfillmentLocationCode));
        expect(used.size).toBeLessThanOrEqual(most(request.settings?.maxSplitItemLocations));
      }
    }),
    runs(),
  );
});
