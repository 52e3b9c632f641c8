import { describe, expect, it } from 'vitest';
import { FUTURE, lot, rows, snapshotOf, stock } from './readable.ts';

const twoLines = (settings: object = {}, line: object = {}) =>
  rows(
    snapshotOf({
      lines: [
        { quantity: 5, ...line },
        { quantity: 3, productCode: 'KTP2', ...line },
      ],
      settings,
      inventory: [stock('A', 9), stock('B', 2, 'KTP2')],
    }),
  );

describe('demand', () => {
  it('fills every line exactly', () => {
    expect(twoLines()).toEqual(expect.arrayContaining(['x1,A = 5', 'x2,B = 3']));
  });

  it('stays as a row that nothing can satisfy where a line has no source', () => {
    expect(rows(snapshotOf({ lines: [{ quantity: 5 }] }))).toEqual([' = 5']);
  });
});

describe('demand by line', () => {
  it('fills a line exactly or not at all', () => {
    expect(twoLines({ partialRelease: 'line' })).toEqual(
      expect.arrayContaining(['x1,A - 5 z1 = 0', 'x2,B - 3 z2 = 0']),
    );
  });
});

describe('demand by quantity', () => {
  it('leaves what it does not fill', () => {
    expect(twoLines({ partialRelease: 'quantity' })).toEqual(
      expect.arrayContaining(['x1,A + u1 = 5', 'x2,B + u2 = 3']),
    );
  });
});

describe('supply', () => {
  it('is shared by the lines of one product', () => {
    const snapshot = snapshotOf({ lines: [{ quantity: 5 }, { quantity: 3 }], inventory: [stock('A', 6)] });
    expect(rows(snapshot)).toContain('x1,A + x2,A <= 6');
  });

  it('adds up the lots of one location and day', () => {
    const snapshot = snapshotOf({
      lines: [{ quantity: 5 }],
      settings: FUTURE,
      futureInventory: [
        lot('a', 'A', '2026-05-05', 2),
        lot('b', 'A', '2026-05-05T12:00:00Z', 1),
        lot('c', 'A', '2026-05-05', -4),
        lot('d', 'A', '2026-05-06', 1),
      ],
    });
    expect(rows(snapshot)).toEqual(expect.arrayContaining(['x1,A@05-05 <= 3', 'x1,A@05-06 <= 1']));
  });
});

describe('opening', () => {
  it('allows units only from an opened package, at most what line and source have', () => {
    expect(twoLines()).toEqual(expect.arrayContaining(['x1,A - 5 yA <= 0', 'x2,B - 2 yB <= 0']));
  });
});

describe('fulfilling locations', () => {
  it('counts a location once, however many days it gives', () => {
    const snapshot = snapshotOf({
      lines: [{ quantity: 5 }],
      settings: { ...FUTURE, maxFulfillingLocations: 1 },
      inventory: [stock('A', 1), stock('B', 1)],
      futureInventory: [lot('a', 'A', '2026-05-05', 5)],
    });
    expect(rows(snapshot)).toEqual(
      expect.arrayContaining(['oA + oB <= 1', 'yA - oA <= 0', 'yA@05-05 - oA <= 0', 'yB - oB <= 0']),
    );
  });

  it('is left out where no limit is set', () => {
    expect(twoLines().join()).not.toContain('o');
  });
});

describe('split of a line', () => {
  it('counts the locations that a line takes from', () => {
    const snapshot = snapshotOf({
      lines: [{ quantity: 5 }],
      settings: { ...FUTURE, maxSplitItemLocations: 2 },
      inventory: [stock('A', 1), stock('B', 9)],
      futureInventory: [lot('a', 'A', '2026-05-05', 3)],
    });
    expect(rows(snapshot)).toEqual(
      expect.arrayContaining([
        'v1,A + v1,B <= 2',
        'x1,A - v1,A <= 0',
        'x1,A@05-05 - 3 v1,A <= 0',
        'x1,B - 5 v1,B <= 0',
      ]),
    );
  });
});

describe('kept together', () => {
  const kit = { itemDependency: 'kit' };

  it('adds nothing to a full release', () => {
    expect(twoLines({}, kit)).toEqual(twoLines());
  });

  it('releases the lines of a group alike, by line', () => {
    expect(twoLines({ partialRelease: 'line' }, kit)).toContain('z2 - z1 = 0');
  });

  it('releases whole kits, by quantity', () => {
    expect(twoLines({ partialRelease: 'quantity' }, kit)).toEqual(
      expect.arrayContaining(['u1 + 5 nkit = 5', 'u2 + 3 nkit = 3']),
    );
  });

  it('counts kits by the greatest common divisor of the quantities, of lines that need no stock too', () => {
    const snapshot = (manual: number) =>
      snapshotOf({
        lines: [
          { ...kit, quantity: 4 },
          { ...kit, quantity: 8, productCode: 'KTP2' },
          { ...kit, quantity: manual, manageStock: false },
        ],
        settings: { partialRelease: 'quantity' },
        inventory: [stock('A', 4), stock('A', 8, 'KTP2')],
      });
    expect(rows(snapshot(4))).toEqual(expect.arrayContaining(['u1 + nkit = 4', 'u2 + 2 nkit = 8']));
    expect(rows(snapshot(2))).toEqual(expect.arrayContaining(['u1 + 2 nkit = 4', 'u2 + 4 nkit = 8']));
  });
});

describe('shipped together', () => {
  const together = (settings: object = {}) =>
    rows(
      snapshotOf({
        lines: [
          { quantity: 2, productCode: 'FRAME', itemDependency: 'kit' },
          { quantity: 4, productCode: 'WHEEL', itemDependency: 'kit' },
        ],
        shipment: { itemDependencies: [{ itemDependency: 'kit', ship: 'together' }] },
        settings,
        inventory: [stock('A', 2, 'FRAME'), stock('A', 3, 'WHEEL'), stock('B', 9, 'WHEEL')],
      }),
    );

  it.each(['none', 'line', 'quantity'])('takes whole kits from each package, %s', (partialRelease) => {
    expect(together({ partialRelease })).toEqual(
      expect.arrayContaining(['x1,A - nkit,A = 0', 'x2,A - 2 nkit,A = 0']),
    );
  });

  it('takes nothing from a package that not all lines may use', () => {
    expect(together()).toContain('x2,B = 0');
  });
});

describe('child shipments', () => {
  it('counts the packages of all locations and days', () => {
    const snapshot = snapshotOf({
      lines: [{ quantity: 5 }],
      settings: { ...FUTURE, maxChildShipments: 2 },
      inventory: [stock('A', 1), stock('B', 9)],
      futureInventory: [lot('a', 'A', '2026-05-05', 3)],
    });
    expect(rows(snapshot)).toContain('yA + yA@05-05 + yB <= 2');
  });
});
