import fc from 'fast-check';
import { expect, test } from 'vitest';
import { verify } from '../../src/decision/verify/verify.ts';
import type { Plan } from '../../src/domain/decision.ts';
import { optimizeRequest } from '../arbitraries/request.ts';
import { runs } from '../arbitraries/runs.ts';
import { snapshotOf } from '../arbitraries/snapshot-of.ts';
import { planOf } from '../decision/verify/plans.ts';
import { attempt, unexplained } from './attempts.ts';
import { mutationsOf } from './mutations.ts';

/** A reply as a stranger would hand it in. */
const asPlan = (reply: unknown): Plan => planOf(JSON.parse(JSON.stringify(reply)));

test.each(['tiny', 'small', 'medium'] as const)(
  'the checker accepts every reply to a %s problem',
  async (size) => {
    await fc.assert(
      fc.asyncProperty(optimizeRequest(size), async (request) => {
        const plan = asPlan(await attempt(unexplained(request)));
        expect(verify(snapshotOf(request), plan).violations).toEqual([]);
      }),
      runs(size === 'medium' ? 0.3 : 1),
    );
  },
);

test('the checker recomputes the objective that the reply states', async () => {
  await fc.assert(
    fc.asyncProperty(optimizeRequest('small'), async (request) => {
      const plan = asPlan(await attempt(unexplained(request)));
      const stated = (plan.objective ?? []).map(({ tier, value }) => ({
        tier,
        value: expect.closeTo(value, 6),
        bound: null,
      }));
      expect(verify(snapshotOf(request), plan).objective).toEqual(stated);
    }),
    runs(),
  );
});

test('the checker refuses every corruption of a reply', async () => {
  await fc.assert(
    fc.asyncProperty(optimizeRequest('small'), async (request) => {
      const plan = asPlan(await attempt(unexplained(request)));
      const snapshot = snapshotOf(request);
      const accepted = mutationsOf(plan, snapshot).filter(
        (mutation) => verify(snapshot, mutation.plan).valid,
      );
      expect(accepted.map(({ name }) => name)).toEqual([]);
    }),
    runs(),
  );
});
