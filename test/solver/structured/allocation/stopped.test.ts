import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertVerified } from '../../../../src/attempt/optimize.ts';
import { solvedByStructure } from '../../../../src/attempt/solved-by-structure.ts';
import { decide } from '../../../../src/decision/decide.ts';
import { allocationProblemOf } from '../../../../src/formulation/allocation-problem.ts';
import { findSourcing } from '../../../../src/formulation/sources.ts';
import { solveAllocation } from '../../../../src/solver/structured/allocation/solve-allocation.ts';
import { runs } from '../../../arbitraries/runs.ts';
import { snapshotOf } from '../../../arbitraries/snapshot-of.ts';
import { crowdedRequest } from '../../../soak/crowded.ts';

/** What takes longer than this is left out: it would be most of the time of the test. */
const WHOLE = { timeLimitMs: 1_000, nodeLimit: 1_000_000 };
/** Sums of costs with cents, which only the optimum's own arithmetic adds up in this order. */
const ROUNDING = 1e-6;

describe('a structured search that is stopped', () => {
  it('answers a plan that the checker accepts, and bounds that no optimum is below', async () => {
    let stopped = 0;
    let equalPlans = 0;
    await fc.assert(
      fc.asyncProperty(crowdedRequest, fc.integer({ min: 0, max: 60 }), async (request, nodeLimit) => {
        const snapshot = snapshotOf(request);
        const sourcing = findSourcing(snapshot);
        const allocation = allocationProblemOf(snapshot, sourcing);
        const whole = solveAllocation(allocation, WHOLE);
        fc.pre(!('declined' in whole) && whole.status !== 'stopped');
        const answer = solveAllocation(allocation, { ...WHOLE, nodeLimit });
        // Whether a limit on locations binds may take the optimum to know; then an engine is asked.
        if ('declined' in answer || 'declined' in whole) return;
        if (answer.status !== 'stopped') {
          // What is proven with few nodes is as true as with many; which of equal plans comes first may be unknown.
          if (answer.tieBreakProven || answer.status === 'infeasible') expect(answer).toEqual(whole);
          expect(answer.status).toBe(whole.status);
          for (const [level, bound] of answer.bounds.entries())
            expect(bound).toBeCloseTo(whole.bounds[level]!, 6);
          const { proof } = decide(snapshot, sourcing, solvedByStructure(answer, performance.now()));
          expect(proof.tieBreak).toBe(
            answer.tieBreakProven || proof.status === 'infeasible' ? 'proven' : 'best found',
          );
          equalPlans += answer.status === 'optimal' && !answer.tieBreakProven ? 1 : 0;
          return;
        }
        stopped += 1;
        if (whole.status === 'infeasible') {
          expect(answer.units).toBeNull();
          return;
        }
        for (const [level, bound] of answer.bounds.entries()) {
          expect(bound, `level ${level}`).toBeLessThanOrEqual(whole.bounds[level]! + ROUNDING);
        }
        if (answer.units === null) return;
        const decision = decide(snapshot, sourcing, solvedByStructure(answer, performance.now()));
        expect(decision.proof.status).toBe('feasible');
        assertVerified(snapshot, decision);
      }),
      runs(2),
    );
    expect(stopped).toBeGreaterThan(10);
    expect(equalPlans).toBeGreaterThan(0);
  }, 600_000);

  it('bounds a level by the plan without the limit only where the levels before are alike', () => {
    // Without the limit all sixteen are filled, from four places at 26; within it four, from the place that costs 5.
    const snapshot = snapshotOf({
      asOf: '2026-05-01',
      settings: { partialRelease: 'quantity', maxChildShipments: 1 },
      shipment: { shipmentNumber: 1, items: [{ lineId: 1, productCode: 'P', quantity: 16 }] },
      locations: [8, 7, 6, 5].map((cost, at) => ({ locationCode: `L${at}`, cost })),
      inventory: [0, 1, 2, 3].map((at) => ({ locationCode: `L${at}`, productCode: 'P', available: 4 })),
    });
    const allocation = allocationProblemOf(snapshot, findSourcing(snapshot));
    for (let nodeLimit = 0; nodeLimit <= 40; nodeLimit++) {
      const answer = solveAllocation(allocation, { ...WHOLE, nodeLimit });
      if ('declined' in answer || answer.units === null) continue;
      expect(answer.bounds.at(-1), `${nodeLimit} nodes`).toBeLessThanOrEqual(5);
    }
  });
});
