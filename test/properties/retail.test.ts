import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { verify } from '../../src/decision/verify/verify.ts';
import { readRetail, retailRequest } from '../arbitraries/retail.ts';
import { runs } from '../arbitraries/runs.ts';
import { snapshotOf } from '../arbitraries/snapshot-of.ts';
import { planOf } from '../decision/verify/plans.ts';
import { attempt } from './attempts.ts';

const orders = readRetail();
const where = orders === null ? ' (skipped: no retail/online-retail-2011-11.csv below BENCH_DATA)' : '';

describe.skipIf(orders === null)(`real baskets${where}`, () => {
  test('are those of a shop: hundreds of orders, many lines, popular products', () => {
    const { baskets, popularity } = orders!;
    expect(baskets.length).toBeGreaterThan(500);
    const lines = baskets.map((basket) => basket.lines.length).sort((a, b) => a - b);
    expect(lines[Math.floor(lines.length / 2)]).toBeGreaterThan(5);
    expect(Math.max(...popularity.values())).toBeGreaterThan(0.03);
  });

  test('are released whole, provenly best, and the checker accepts it', async () => {
    const requests = retailRequest(orders!, { mostLines: 25, locations: 8, days: 4 });
    await fc.assert(
      fc.asyncProperty(requests, async (request) => {
        const reply = await attempt(request);
        // Every product has at least what is wanted, and no location is closed.
        expect(reply.decision).toBe('released');
        expect(reply.proof.status).toBe('optimal');
        expect(verify(snapshotOf(request), planOf(reply)).violations).toEqual([]);
      }),
      runs(0.3),
    );
  });
});
