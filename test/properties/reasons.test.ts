import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { REASON_CODES } from '../../src/domain/decision.ts';
import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { requestWith } from '../arbitraries/request.ts';
import { runs } from '../arbitraries/runs.ts';
import { snapshotOf } from '../arbitraries/snapshot-of.ts';
import { isReleased, lexicographic, onHeld, withLines, withSettings } from './changed-requests.ts';

describe('a held shipment', () => {
  test('names every line once, and itself after the first reason in the written order', async () => {
    const claim = onHeld(requestWith('small', {}), async (request, hold) => {
      const ids = request.shipment.items.map((line) => line.lineId).sort((a, b) => a - b);
      expect(hold.lines.map(({ lineId }) => lineId)).toEqual(ids);
      const ranks = hold.lines.map(({ reason }) => REASON_CODES.indexOf(reason));
      expect(REASON_CODES.indexOf(hold.reason)).toBe(Math.min(...ranks));
      for (const line of hold.lines) {
        const isWaiting = ['WAITING_FOR_OTHER_LINES', 'RELEASE_COSTS_MORE'].includes(line.reason);
        expect(line.short > 0).toBe(!isWaiting);
        expect(line.short).toBeLessThanOrEqual(line.quantity);
      }
    });
    await fc.assert(claim, runs(0.7));
  });

  test('of one line is short for the reason that is given', async () => {
    const oneLine = requestWith('small', {
      ...lexicographic,
      partialRelease: 'none',
      maxFulfillingLocations: null,
      maxSplitItemLocations: null,
      maxChildShipments: null,
    }).map((request) => ({
      ...request,
      shipment: { ...request.shipment, itemDependencies: [], items: request.shipment.items.slice(0, 1) },
    }));
    const farLimit = { unit: 'months' as const, quantity: 1200 };
    const openDates = (request: OptimizeRequestInput) =>
      withLines(withSettings(request, { futureInventoryEnabled: true, futureDateLimit: farLimit }), () => ({
        allowsFutureAllocate: true,
      }));
    const claim = onHeld(oneLine, async (request, hold) => {
      const site = request.settings?.futureInventoryEnabled;
      const product = request.shipment.items[0]?.allowsFutureAllocate;
      const elsewhere = {
        ...request,
        locations: (request.locations ?? []).map((location) => ({ ...location, directShip: true })),
        shipment: { ...request.shipment, shipmentType: 'STH' as const },
      };
      const isPickup = request.shipment.shipmentType === 'BOPIS';
      switch (hold.reason) {
        case 'NO_ELIGIBLE_LOCATION':
          break;
        case 'PICKUP_LOCATION_SHORT':
          expect(isPickup && (await isReleased(elsewhere))).toBe(true);
          break;
        case 'FUTURE_DISABLED_FOR_SITE':
          expect(site).toBe(false);
          expect(await isReleased(openDates(request))).toBe(true);
          break;
        case 'FUTURE_DISABLED_FOR_PRODUCT':
          expect([site, product]).toEqual([true, false]);
          expect(await isReleased(openDates(request))).toBe(true);
          break;
        case 'BEYOND_FUTURE_DATE_LIMIT':
          expect([site, product]).toEqual([true, true]);
          expect(await isReleased(withSettings(request, { futureDateLimit: farLimit }))).toBe(true);
          break;
        case 'OVERDUE_SUPPLY': {
          const { today, futureLots } = snapshotOf(request);
          expect(futureLots.some((lot) => lot.deliveryDay < today && lot.available > 0)).toBe(true);
          expect(await isReleased(openDates(request))).toBe(false);
          break;
        }
        default:
          expect(hold.reason).toBe('NO_EXPECTED_DATE');
          expect(await isReleased(openDates(request))).toBe(false);
          if (isPickup) expect(await isReleased(elsewhere)).toBe(false);
      }
    });
    await fc.assert(claim, runs(0.7));
  });
});
