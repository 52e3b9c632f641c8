import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelValues } from '../../../src/program/level-value.ts';
import type { Program } from '../../../src/program/program.ts';
import type { Engine } from '../../../src/solver/engine.ts';
import { guarded } from '../../../src/solver/gate.ts';
import { lexicographic } from '../../../src/solver/textbook/lexicographic.ts';
import { runs } from '../../arbitraries/runs.ts';
import type { Allocation } from '../allocation-program.ts';
import { allocationProgram } from '../allocation-program.ts';
import { smallAllocations, smallPrograms } from '../arbitrary-programs.ts';
import { enumerated } from '../enumerated.ts';
import { buildProgram } from '../program-builder.ts';
import { engineOf, MIP_SOLVERS } from '../solvers.ts';

const LIMITS = { timeLimitMs: 20_000 };

const WEIGHTED_SUMS: readonly Engine[] = (['auto', 'always', 'never'] as const).map((weightedSums) =>
  engineOf('highs', { weightedSums }),
);

/** Seeded, of a size that only an engine can solve: some hundred columns. */
function mediumAllocation(seed: number): Allocation {
  let state = seed;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const lines = Array.from({ length: 4 }, (_, product) => ({ product, quantity: 3 + next(9) }));
  return {
    lines,
    packages: Array.from({ length: 36 }, (_, at) => ({
      location: at % 12,
      waitDays: at < 12 ? null : 1 + next(20),
      cost: next(10),
      available: lines.map(() => (next(3) === 0 ? next(7) : 0)),
      unitCost: lines.map(() => next(4)),
    })),
  };
}

async function expectSame(program: Program, engines: readonly Engine[]): Promise<void> {
  const [first, ...others] = await Promise.all(engines.map((engine) => engine.solve(program, LIMITS)));
  for (const other of others) {
    expect(other.termination, other.reason).toBe(first!.termination);
    expect(other.point && [...other.point]).toEqual(first!.point && [...first!.point]);
    for (const [at, { name, integral }] of program.levels.entries()) {
      const [bound, expected] = [other.bounds[at]!, first!.bounds[at]!];
      if (integral || bound === expected) expect(bound, name).toBe(expected);
      else expect(Math.abs(bound - expected), name).toBeLessThanOrEqual(1e-9 * Math.abs(expected));
    }
  }
}

describe('levels folded into one objective and levels solved one by one', () => {
  it('give the same plan, which is that of trying every plan', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(smallAllocations, smallPrograms), async (program) => {
        const integral = program.levels.every((level) => level.integral);
        const expected = await enumerated(program);
        fc.pre(expected !== null);
        const reference: Engine = { name: 'enumerator', solve: async () => expected! };
        // With decimals, bounds agree to the tolerance only; termination and plan are compared elsewhere.
        await expectSame(program, integral ? [...WEIGHTED_SUMS, reference] : WEIGHTED_SUMS);
      }),
      runs(0.8),
    );
  }, 120_000);

  it('give the same plan on allocations of some hundred columns', async () => {
    for (let seed = 1; seed <= 4; seed++)
      await expectSame(allocationProgram(mediumAllocation(seed)), WEIGHTED_SUMS);
  }, 120_000);
});

describe('what needs no engine', () => {
  const unused = lexicographic('unused', () => ({
    name: 'unused',
    exactSpan: 1,
    solve: () => {
      throw new Error('was asked');
    },
  }));

  it('a program whose rows cannot be met by any value of its columns', async () => {
    const program = allocationProgram({
      lines: [{ product: 0, quantity: 5 }],
      packages: [
        { location: 0, waitDays: null, cost: 0, available: [2] },
        { location: 1, waitDays: null, cost: 0, available: [2] },
      ],
    });
    expect(await unused.solve(program, LIMITS)).toMatchObject({
      termination: 'infeasible',
      point: null,
      engine: 'bounds',
    });
  });

  it('a program whose rows leave one plan', async () => {
    const program = allocationProgram({
      lines: [{ product: 0, quantity: 4 }],
      packages: [
        { location: 0, waitDays: null, cost: 3, available: [2] },
        { location: 1, waitDays: 5, cost: 4, available: [2] },
      ],
    });
    const outcome = await unused.solve(program, LIMITS);
    expect(outcome).toMatchObject({ termination: 'optimal', engine: 'bounds' });
    expect([...outcome.bounds]).toEqual([0, 2, 10, 2, 7]);
    expect([...outcome.point!]).toEqual([2, 2, 1, 1]);
  });

  it('a program without columns', async () => {
    const outcome = await unused.solve(buildProgram({ columns: [], rows: [], levels: [] }), LIMITS);
    expect(outcome).toMatchObject({ termination: 'optimal', engine: 'closed-form' });
  });
});

describe('running out of time', () => {
  it('before anything was asked leaves the bounds that rows alone prove', async () => {
    const program = allocationProgram(mediumAllocation(1));
    const best = await WEIGHTED_SUMS[0]!.solve(program, LIMITS);
    const outcome = await WEIGHTED_SUMS[0]!.solve(program, { timeLimitMs: 0 });
    expect(outcome).toMatchObject({ termination: 'time-limit', point: null });
    outcome.bounds.forEach((bound, level) => {
      expect(bound).toBeGreaterThan(Number.NEGATIVE_INFINITY);
      expect(bound).toBeLessThanOrEqual(best.bounds[level]!);
    });
  });

  it('never proves more than is true', async () => {
    const program = allocationProgram(mediumAllocation(2));
    const best = await WEIGHTED_SUMS[0]!.solve(program, LIMITS);
    for (const timeLimitMs of [1, 3, 6, 12, 25]) {
      for (const engine of WEIGHTED_SUMS) {
        const outcome = await engine.solve(program, { timeLimitMs });
        expect(['time-limit', 'optimal']).toContain(outcome.termination);
        outcome.bounds.forEach((bound, level) => {
          expect(bound).toBeLessThanOrEqual(best.bounds[level]!);
        });
        if (outcome.point !== null) {
          const values = [...levelValues(program, outcome.point)];
          const reached = [...best.bounds];
          const at = values.findIndex((value, level) => value !== reached[level]);
          if (at >= 0) expect(values[at]!).toBeGreaterThan(reached[at]!);
        }
      }
    }
  });
});

describe('a solver that cannot be loaded', () => {
  it('fails this solve, and is loaded anew by the next', async () => {
    let attempts = 0;
    const engine = guarded(
      lexicographic('late', async () => {
        attempts += 1;
        if (attempts === 1) throw new Error('no such file');
        return MIP_SOLVERS.highs!();
      }),
    );
    const program = allocationProgram(mediumAllocation(1));
    await expect(engine.solve(program, LIMITS)).rejects.toMatchObject({ code: 'ENGINE_FAILED' });
    expect((await engine.solve(program, LIMITS)).termination).toBe('optimal');
  });
});
