import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Decision } from '../../src/domain/decision.ts';
import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { optimizeRequest, requestWith } from '../arbitraries/request.ts';
import { runs } from '../arbitraries/runs.ts';
import { attempt, unexplained } from './attempts.ts';

/**
 * A reply without what a clock wrote. How much an engine was asked depends on what the search found in its time, so the
 * counts in the reason are the clock's as well.
 */
function timeless(reply: Decision) {
  const { solveMs: _solveMs, reason, ...proof } = reply.proof;
  return { ...reply, proof: { ...proof, reason: reason?.replaceAll(/\d+ /g, '… ') } };
}

/** The values that the reply minimises, first one first. */
function minimised({ objective }: Decision): number[] {
  const [first] = objective;
  return first?.tier === 'weighted' ? [first.value] : objective.map(({ value }) => value);
}

/** Lexicographic order; costs within 10⁻⁹ of their size are equal. */
function compareValues(a: readonly number[], b: readonly number[]): number {
  for (const [tier, value] of a.entries()) {
    const difference = value - b[tier]!;
    if (Math.abs(difference) > 1e-9 * Math.max(Math.abs(value), Math.abs(b[tier]!))) return difference;
  }
  return 0;
}

/** Reorders by drawn keys. */
function permuted<T>(list: readonly T[] | undefined, keys: readonly number[]): T[] {
  return (list ?? [])
    .map((value, index) => ({ value, key: keys[index % keys.length]!, index }))
    .sort((a, b) => a.key - b.key || b.index - a.index)
    .map(({ value }) => value);
}

const sortKeys = fc.array(fc.nat(), { minLength: 17, maxLength: 17 });

describe('more stock', () => {
  const grown = (request: OptimizeRequestInput, pick: number, more: number): OptimizeRequestInput => {
    const draft = structuredClone(request);
    const rows = [...(draft.inventory ?? []), ...(draft.futureInventory ?? [])];
    if (rows.length > 0) rows[pick % rows.length]!.available += more;
    return draft;
  };

  /** Current stock where there was no row at all. */
  const founded = (request: OptimizeRequestInput, pick: number, available: number): OptimizeRequestInput => {
    const { productCode } = request.shipment.items[pick % request.shipment.items.length]!;
    const row = { locationCode: 'new', productCode, available, unitCost: pick % 3 };
    return { ...request, inventory: [...(request.inventory ?? []), row] };
  };

  test.each([
    ['in a row', grown],
    ['at a new location', founded],
  ] as const)('%s never turns released into held, nor makes the objective worse', async (_name, more) => {
    await fc.assert(
      fc.asyncProperty(
        optimizeRequest('small'),
        fc.nat(1000),
        fc.integer({ min: 1, max: 6 }),
        async (request, pick, units) => {
          const before = await attempt(unexplained(request));
          const after = await attempt(unexplained(more(request, pick, units)));
          if (before.decision === 'released' && request.settings?.partialRelease === 'none') {
            expect(after.decision).toBe('released');
          }
          if (before.objective.length === 0) return;
          const order = compareValues(minimised(after), minimised(before));
          expect(order).toBeLessThanOrEqual(0);
        },
      ),
      runs(),
    );
  });
});

describe('the reply is the same', () => {
  test('in whatever order the arrays of the request came', async () => {
    await fc.assert(
      fc.asyncProperty(optimizeRequest('small'), sortKeys, async (request, keys) => {
        const items = permuted(request.shipment.items, keys).map((line) => ({
          ...line,
          excludedLocationCodes: permuted(line.excludedLocationCodes, keys),
          excludedFutureLocationCodes: permuted(line.excludedFutureLocationCodes, keys),
        }));
        const reordered = {
          ...request,
          shipment: { ...request.shipment, items },
          locations: permuted(request.locations, keys),
          inventory: permuted(request.inventory, keys),
          futureInventory: permuted(request.futureInventory, keys),
        };
        expect(timeless(await attempt(reordered))).toEqual(timeless(await attempt(request)));
      }),
      runs(0.7),
    );
  });

  test('when it is asked twice', async () => {
    await fc.assert(
      fc.asyncProperty(optimizeRequest('small'), async (request) => {
        expect(timeless(await attempt(request))).toEqual(timeless(await attempt(request)));
      }),
      runs(0.3),
    );
  });

  const unrelated = fc.array(
    fc.record({
      pick: fc.nat(100),
      productCode: fc.constantFrom('other-1', 'other-2', 'KTP_'),
      available: fc.integer({ min: -5, max: 50 }),
      unitCost: fc.constantFrom(0, 3),
    }),
    { minLength: 1, maxLength: 4 },
  );

  /** Rows of products that nobody wants, one a product and location. */
  const withUnrelated = (
    request: OptimizeRequestInput,
    rows: readonly { pick: number; productCode: string; available: number; unitCost: number }[],
    codes: readonly string[],
  ): OptimizeRequestInput => {
    if (codes.length === 0) return request;
    const placed = rows.map(({ pick, ...row }) => ({ ...row, locationCode: codes[pick % codes.length]! }));
    const distinct = [
      ...new Map(placed.map((row) => [`${row.locationCode} ${row.productCode}`, row])).values(),
    ];
    const lots = distinct.map((row, index) => ({
      ...row,
      futureInventoryId: `other-${index}`,
      deliveryDate: request.futureInventory?.[0]?.deliveryDate ?? null,
    }));
    return {
      ...request,
      inventory: [...distinct, ...(request.inventory ?? [])],
      futureInventory: [...lots, ...(request.futureInventory ?? [])],
    };
  };

  test('whatever stock of other products lies at its locations', async () => {
    await fc.assert(
      fc.asyncProperty(optimizeRequest('small'), unrelated, async (request, rows) => {
        const known = [
          ...(request.locations ?? []),
          ...(request.inventory ?? []),
          ...(request.futureInventory ?? []),
        ].map(({ locationCode }) => locationCode);
        const more = withUnrelated(request, rows, known);
        expect(timeless(await attempt(more))).toEqual(timeless(await attempt(request)));
      }),
      runs(0.7),
    );
  });

  test('whatever stock of other products lies elsewhere, but for the locations it may name', async () => {
    await fc.assert(
      fc.asyncProperty(optimizeRequest('small'), unrelated, async (request, rows) => {
        const more = withUnrelated(unexplained(request), rows, ['elsewhere', '0']);
        expect(timeless(await attempt(more))).toEqual(timeless(await attempt(unexplained(request))));
      }),
      runs(0.7),
    );
  });
});

describe('a change of the settings that only allows more', () => {
  const opened = [
    ['the site switch on', { futureInventoryEnabled: true }, { futureInventoryEnabled: false }],
    ['current stock on', { useCurrentInventory: true }, { useCurrentInventory: false }],
    ['no limit on locations', { maxFulfillingLocations: null }, { maxFulfillingLocations: 1 }],
    ['no limit on a split', { maxSplitItemLocations: null }, { maxSplitItemLocations: 1 }],
    ['no limit on children', { maxChildShipments: null }, { maxChildShipments: 1 }],
  ] as const;

  test.each(opened)('%s never turns released into held', async (_name, open, closed) => {
    const full = { partialRelease: 'none' as const };
    await fc.assert(
      fc.asyncProperty(requestWith('small', full), async (request) => {
        const { settings } = request;
        const before = await attempt(unexplained({ ...request, settings: { ...settings, ...closed } }));
        fc.pre(before.decision === 'released');
        const after = await attempt(unexplained({ ...request, settings: { ...settings, ...open } }));
        expect(after.decision).toBe('released');
        expect(compareValues(minimised(after), minimised(before))).toBeLessThanOrEqual(0);
      }),
      runs(0.3),
    );
  });
});
