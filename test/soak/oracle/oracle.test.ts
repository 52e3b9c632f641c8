import { describe, expect, it } from 'vitest';
import type { OptimizeRequestInput } from '../../../src/domain/optimize-request.ts';
import type { Engine } from '../../../src/solver/engine.ts';
import { createPortfolio } from '../../../src/solver/portfolio.ts';
import { drawAnything } from './draw.ts';
import { judge } from './judge.ts';
import { questionOf } from './question.ts';
import { solve } from './solve.ts';
import { textbookOf } from './textbook.ts';

const LIMITS = { oursMs: 10_000, oracleMs: 30_000 };
const ATTEMPTS = 40;

/** Six kits of one frame and two wheels; at most one package. */
const BICYCLES: OptimizeRequestInput = {
  asOf: '2026-05-01',
  settings: { partialRelease: 'quantity', maxChildShipments: 1 },
  shipment: {
    shipmentNumber: 1,
    items: [
      { lineId: 1, productCode: 'FRAME', quantity: 6, itemDependency: 'bicycle' },
      { lineId: 2, productCode: 'WHEEL', quantity: 12, itemDependency: 'bicycle' },
    ],
    itemDependencies: [{ itemDependency: 'bicycle', ship: 'together' }],
  },
  locations: [
    { locationCode: 'A', cost: 2.5 },
    { locationCode: 'B', cost: 1 },
  ],
  inventory: [
    { locationCode: 'A', productCode: 'FRAME', available: 4 },
    { locationCode: 'A', productCode: 'WHEEL', available: 7 },
    { locationCode: 'B', productCode: 'FRAME', available: 2 },
    { locationCode: 'B', productCode: 'WHEEL', available: 12 },
  ],
};

describe('the textbook program written from the request itself', () => {
  it('finds what can be counted by hand', async () => {
    const truthOf = (settings: OptimizeRequestInput['settings']) => {
      const textbook = textbookOf(questionOf({ ...BICYCLES, settings }));
      return solve(textbook, textbook.tiers, LIMITS.oracleMs);
    };
    // Three whole kits at A; at B only two.
    expect(await truthOf(BICYCLES.settings)).toEqual({ kind: 'optimal', values: [9, 0, 0, 1, 2.5] });
    expect(await truthOf({ partialRelease: 'quantity' })).toEqual({
      kind: 'optimal',
      values: [3, 0, 0, 2, 3.5],
    });
    expect(await truthOf({})).toEqual({ kind: 'infeasible' });
  });

  it('agrees with what we answer, whatever rules meet', async () => {
    const engine = createPortfolio();
    const wrong: string[] = [];
    const seen = new Set<string>();
    for (let seed = 1; seed <= ATTEMPTS; seed++) {
      const verdict = await judge(drawAnything(seed), engine, LIMITS);
      if (verdict.wrong !== null) wrong.push(`seed ${seed}: ${verdict.wrong}`);
      seen.add(verdict.status);
    }
    expect(wrong).toEqual([]);
    expect([...seen]).toEqual(expect.arrayContaining(['optimal', 'infeasible']));
  });

  it('notices an engine that says there is no plan', async () => {
    const liar: Engine = {
      name: 'liar',
      solve: async ({ levels }) => ({
        termination: 'infeasible',
        point: null,
        tieBreakProven: false,
        bounds: new Float64Array(levels.length).fill(Number.POSITIVE_INFINITY),
        engine: 'liar',
        reason: '',
        solveMs: 0,
      }),
    };
    const shipment = { ...BICYCLES.shipment, itemDependencies: [] };
    const { wrong } = await judge(
      { ...BICYCLES, settings: { maxChildShipments: 2 }, shipment },
      liar,
      LIMITS,
    );
    expect(wrong).toBe('infeasible, but there is a plan: 0, 0, 0, 2, 3.5');
  });
});
