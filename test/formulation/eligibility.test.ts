import { describe, expect, it } from 'vitest';
import { cells, FUTURE, lot, snapshotOf, stock } from './readable.ts';

describe('eligible location', () => {
  it('looks across active locations that may ship, for ship to home', () => {
    const snapshot = snapshotOf({
      lines: [{ quantity: 5 }],
      locations: [
        { locationCode: 'A' },
        { locationCode: 'B', active: false },
        { locationCode: 'C', directShip: false },
        { locationCode: 'D', pickup: false },
      ],
      inventory: [stock('A', 1), stock('B', 1), stock('C', 1), stock('D', 1)],
    });
    expect(cells(snapshot)).toEqual(['1,A', '1,D']);
  });

  it('leaves out what the line excludes, for that line only', () => {
    const snapshot = snapshotOf({
      lines: [{ quantity: 5, excludedLocationCodes: ['A'] }, { quantity: 5 }],
      inventory: [stock('A', 1), stock('B', 1)],
    });
    expect(cells(snapshot)).toEqual(['2,A', '1,B', '2,B']);
  });

  const pickup = { shipmentType: 'BOPIS' as const, fulfillmentLocationCode: 'A' };

  it('looks only at the pickup location, for pickup, whether it ships or not', () => {
    const snapshot = snapshotOf({
      lines: [{ quantity: 5 }],
      shipment: pickup,
      locations: [{ locationCode: 'A', directShip: false }],
      inventory: [stock('A', 1), stock('B', 9)],
    });
    expect(cells(snapshot)).toEqual(['1,A']);
  });

  it.each([{ active: false }, { pickup: false }])('refuses a pickup location with %o', (change) => {
    const snapshot = snapshotOf({
      lines: [{ quantity: 5 }],
      shipment: pickup,
      locations: [{ locationCode: 'A', ...change }],
      inventory: [stock('A', 9)],
    });
    expect(cells(snapshot)).toEqual([]);
  });
});

describe('current inventory', () => {
  const ask = (useCurrentInventory: boolean) =>
    cells(
      snapshotOf({
        lines: [{ quantity: 5 }],
        settings: { ...FUTURE, useCurrentInventory },
        inventory: [stock('A', 5)],
        futureInventory: [lot('po', 'A', '2026-05-10', 5)],
      }),
    );

  it('counts where useCurrentInventory is on, and only there', () => {
    expect(ask(true)).toEqual(['1,A', '1,A@05-10']);
    expect(ask(false)).toEqual(['1,A@05-10']);
  });
});

describe('future inventory', () => {
  const ask = (deliveryDate: string | null, settings: object = FUTURE, line: object = {}) =>
    cells(
      snapshotOf({
        lines: [{ quantity: 5, ...line }],
        settings: { futureDateLimit: { unit: 'days', quantity: 9 }, ...settings },
        futureInventory: [lot('po', 'A', deliveryDate, 5)],
      }),
    );

  it('needs the switch of the site', () => {
    expect(ask('2026-05-05')).toHaveLength(1);
    expect(ask('2026-05-05', { futureInventoryEnabled: false })).toEqual([]);
  });

  it('needs the switch of the product', () => {
    expect(ask('2026-05-05', FUTURE, { allowsFutureAllocate: false })).toEqual([]);
  });

  it('counts up to the last day of the limit, inclusive', () => {
    expect(ask('2026-05-10')).toEqual(['1,A@05-10']);
    expect(ask('2026-05-11')).toEqual([]);
  });

  it('counts from the day of the attempt, and never a lot that is overdue', () => {
    expect(ask('2026-05-01')).toEqual(['1,A@05-01']);
    expect(ask('2026-04-30')).toEqual([]);
  });

  it('never counts a lot without a date', () => {
    expect(ask(null)).toEqual([]);
  });

  it('leaves out what the line excludes for future, and keeps the current stock there', () => {
    const snapshot = snapshotOf({
      lines: [{ quantity: 5, excludedFutureLocationCodes: ['A'] }],
      settings: FUTURE,
      inventory: [stock('A', 1)],
      futureInventory: [lot('a', 'A', '2026-05-05', 5), lot('b', 'B', '2026-05-05', 5)],
    });
    expect(cells(snapshot)).toEqual(['1,A', '1,B@05-05']);
  });
});

describe('units to promise', () => {
  it('gives nothing where zero or less is available', () => {
    const snapshot = snapshotOf({
      lines: [{ quantity: 5 }],
      settings: FUTURE,
      inventory: [stock('A', -3), stock('B', 0), stock('C', 5)],
      futureInventory: [lot('a', 'A', '2026-05-05', -1)],
    });
    expect(cells(snapshot)).toEqual(['1,C']);
  });
});

describe('managed lines', () => {
  it('asks no stock for a line with manageStock off', () => {
    const snapshot = snapshotOf({
      lines: [{ quantity: 5, manageStock: false }, { quantity: 5 }],
      inventory: [stock('A', 5)],
    });
    expect(cells(snapshot)).toEqual(['2,A']);
  });
});
