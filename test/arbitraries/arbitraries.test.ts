import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { verify } from '../../src/decision/verify/verify.ts';
import type { Snapshot } from '../../src/domain/snapshot.ts';
import { kitGroups } from '../../src/formulation/kits.ts';
import { heldPlan } from '../decision/verify/plans.ts';
import { optimizeRequest } from './request.ts';
import { SIZES, type SizeName } from './sizes.ts';
import { snapshotOf } from './snapshot-of.ts';

const SAMPLE = 300;

/** The same sample on every run, so that what is said of it stays true. */
const samples = new Map<SizeName, Snapshot[]>();
function sampleOf(size: SizeName): Snapshot[] {
  const drawn =
    samples.get(size) ??
    fc.sample(optimizeRequest(size), { numRuns: SAMPLE, seed: 20_260_501 }).map(snapshotOf);
  samples.set(size, drawn);
  return drawn;
}

/** Stock of each wanted product, whatever its place, minus what is wanted of it. */
function slackOf({ shipment, currentInventory, futureLots }: Snapshot): number[] {
  const stock = [...currentInventory, ...futureLots];
  return [...new Set(shipment.items.map((line) => line.productCode))].map((product) => {
    const units = (rows: readonly { productCode: string; available?: number; quantity?: number }[]) =>
      rows
        .filter((row) => row.productCode === product)
        .reduce((sum, row) => sum + Math.max(0, row.available ?? row.quantity ?? 0), 0);
    return units(stock) - units(shipment.items);
  });
}

const share = <T>(all: readonly T[], is: (one: T) => boolean) => all.filter(is).length / all.length;

describe.each(Object.keys(SIZES) as SizeName[])('%s problems', (size) => {
  test('are well formed, free of contradictions and JSON', () => {
    fc.assert(
      fc.property(optimizeRequest(size), (request) => {
        expect(JSON.parse(JSON.stringify(request))).toStrictEqual(request);
        snapshotOf(request);
      }),
      { numRuns: SAMPLE, seed: 1 },
    );
  });

  test('stay within their size', () => {
    const most = SIZES[size];
    for (const snapshot of sampleOf(size)) {
      expect(snapshot.shipment.items.length).toBeLessThanOrEqual(most.lines);
      expect(snapshot.locations.length).toBeLessThanOrEqual(most.locations);
      expect(new Set(snapshot.futureLots.map((lot) => lot.deliveryDay)).size).toBeLessThanOrEqual(most.days);
      expect(Math.max(...snapshot.shipment.items.map((line) => line.quantity))).toBeLessThanOrEqual(
        most.quantity,
      );
    }
  });

  test('are often tight, and share products, sources and days', () => {
    const sample = sampleOf(size);
    const isTight = (snapshot: Snapshot) => slackOf(snapshot).some((units) => Math.abs(units) <= 1);
    expect(share(sample, isTight)).toBeGreaterThan(0.3);
    const products = (snapshot: Snapshot) => new Set(snapshot.shipment.items.map((line) => line.productCode));
    expect(share(sample, (one) => products(one).size < one.shipment.items.length)).toBeGreaterThan(0.15);
    const sources = ({ futureLots }: Snapshot) =>
      new Set(futureLots.map((lot) => `${lot.locationCode} ${lot.productCode} ${lot.deliveryDay}`));
    expect(share(sample, (one) => sources(one).size < one.futureLots.length)).toBeGreaterThan(0.05);
  });

  test('are released as well as held', () => {
    const decided = sampleOf(size).filter(
      ({ settings, shipment }) =>
        settings.partialRelease === 'none' &&
        settings.maxFulfillingLocations === null &&
        settings.maxSplitItemLocations === null &&
        settings.maxChildShipments === null &&
        shipment.itemDependencies.every(({ ship }) => ship !== 'together'),
    );
    // The checker refuses a hold exactly where a full release without limits, or lines shipped together, is possible.
    const releasable = share(decided, (snapshot) => !verify(snapshot, heldPlan(1001)).valid);
    expect(releasable).toBeGreaterThan(0.15);
    expect(releasable).toBeLessThan(0.85);
  });

  test('meet every kind of rule', () => {
    const sample = sampleOf(size);
    const kinds: Record<string, (snapshot: Snapshot) => boolean> = {
      pickup: ({ shipment }) => shipment.shipmentType === 'BOPIS',
      overdue: ({ futureLots, today }) => futureLots.some((lot) => lot.deliveryDay < today),
      'due today': ({ futureLots, today }) => futureLots.some((lot) => lot.deliveryDay === today),
      'due on the last day': ({ futureLots, lastFutureDay: last }) =>
        futureLots.some((lot) => lot.deliveryDay === last),
      'beyond the limit': ({ futureLots, lastFutureDay }) =>
        futureLots.some((lot) => lot.deliveryDay > lastFutureDay),
      'nothing or less': ({ currentInventory }) => currentInventory.some((row) => row.available <= 0),
      'site switch off': ({ settings }) => !settings.futureInventoryEnabled,
      'product switch off': ({ shipment }) => shipment.items.some((line) => !line.allowsFutureAllocate),
      'no stock needed': ({ shipment }) => shipment.items.some((line) => !line.manageStock),
      excluded: ({ shipment }) => shipment.items.some((line) => line.excludedLocationCodes.length > 0),
      'excluded for future': ({ shipment }) =>
        shipment.items.some((line) => line.excludedFutureLocationCodes.length > 0),
      'kept together': ({ shipment }) => shipment.items.some((line) => line.itemDependency !== null),
      'shipped together': ({ shipment }) => shipment.itemDependencies.some(({ ship }) => ship === 'together'),
      'several kits by quantity': ({ settings, shipment }) =>
        settings.partialRelease === 'quantity' &&
        [...kitGroups(shipment).values()].some(({ lines, kits }) => lines.length > 1 && kits > 1),
      'limited children': ({ settings }) => settings.maxChildShipments !== null,
      'no current stock': ({ settings }) => !settings.useCurrentInventory,
      'future first': ({ settings }) => settings.useFutureBeforeCurrent,
      'limited locations': ({ settings }) => settings.maxFulfillingLocations !== null,
      'limited split': ({ settings }) => settings.maxSplitItemLocations !== null,
      'by line': ({ settings }) => settings.partialRelease === 'line',
      'by quantity': ({ settings }) => settings.partialRelease === 'quantity',
      weighted: ({ settings }) => settings.objective.mode === 'weighted',
      'inactive location': ({ locations }) => locations.some((location) => !location.active),
    };
    for (const [kind, is] of Object.entries(kinds)) expect(share(sample, is), kind).toBeGreaterThan(0.01);
  });
});
