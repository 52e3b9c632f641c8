import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Program } from '../../src/program/program.ts';
import { createPortfolio, type Portfolio } from '../../src/solver/portfolio.ts';
import { lexicographic } from '../../src/solver/textbook/lexicographic.ts';
import type { MipResult, MipSolver } from '../../src/solver/textbook/mip.ts';
import { smallFirst } from '../../src/solver/textbook/small-first.ts';
import { runs } from '../arbitraries/runs.ts';
import { allocationProgram } from './allocation-program.ts';
import { smallAllocations } from './arbitrary-programs.ts';
import { buildProgram } from './program-builder.ts';
import { MIP_SOLVERS } from './solvers.ts';

const LIMITS = { timeLimitMs: 20_000 };

/** `count` sources of `units` each for a demand of two and a half of them; each source costs 1 more. */
const sourcesOf = (count: number, units: number): Program =>
  allocationProgram({
    lines: [{ product: 0, quantity: Math.round(units * 2.5) }],
    packages: Array.from({ length: count }, (_, location) => ({
      location,
      waitDays: null,
      cost: location,
      available: [units],
    })),
  });

const portfolio = createPortfolio();

describe('who answers', () => {
  it('nobody, where there are no columns', async () => {
    const outcome = await portfolio.solve(buildProgram({ columns: [], rows: [], levels: [] }), LIMITS);
    expect(outcome).toMatchObject({ termination: 'optimal', engine: 'closed-form' });
  });

  it('bounds, where the rows cannot be met', async () => {
    const outcome = await portfolio.solve(sourcesOf(2, 10), LIMITS);
    expect(outcome).toMatchObject({ termination: 'infeasible', engine: 'bounds' });
    expect(outcome.reason).toContain('bounds');
  });

  it('javascript-lp-solver, where the program is small', async () => {
    const outcome = await portfolio.solve(sourcesOf(6, 10), LIMITS);
    expect(outcome).toMatchObject({ termination: 'optimal', engine: 'javascript-lp-solver' });
    expect([...outcome.bounds]).toEqual([0, 0, 0, 3, 3]);
  });

  it('HiGHS, where it is larger', async () => {
    const outcome = await portfolio.solve(sourcesOf(40, 10), LIMITS);
    expect(outcome.engine).toContain('highs');
    expect(outcome.reason).toContain('80 columns');
    expect([...outcome.bounds]).toEqual([0, 0, 0, 3, 3]);
  });

  it('HiGHS, where it is small but the quantities are large', async () => {
    const outcome = await portfolio.solve(sourcesOf(6, 400_000_000), LIMITS);
    expect(outcome).toMatchObject({ termination: 'optimal', engine: 'highs' });
    expect([...outcome.bounds]).toEqual([0, 0, 0, 3, 3]);
  });

  it('with the same plan, whoever does', async () => {
    const always = createPortfolio({ parameters: { smallColumns: 1000 } });
    const never = createPortfolio({ parameters: { smallColumns: 0 } });
    await fc.assert(
      fc.asyncProperty(smallAllocations, async (program) => {
        const [a, b] = await Promise.all([always.solve(program, LIMITS), never.solve(program, LIMITS)]);
        expect(a.termination, a.reason).toBe(b.termination);
        expect(a.point && [...a.point]).toEqual(b.point && [...b.point]);
      }),
      runs(0.6),
    );
  });
});

describe('what the portfolio does not let through', () => {
  it('a program that is not well formed', async () => {
    const program = { ...sourcesOf(3, 10), tieBreak: Int32Array.of(99) };
    await expect(portfolio.solve(program, LIMITS)).rejects.toMatchObject({ code: 'INVALID_PROGRAM' });
  });
});

describe('the first solve after a warm-up', () => {
  /** How often the event loop turns before HiGHS has solved a program. */
  async function turnsUntilSolved(engine: Portfolio): Promise<number> {
    let turns = 0;
    let ticking: NodeJS.Immediate;
    const tick = () => {
      turns++;
      ticking = setImmediate(tick);
    };
    ticking = setImmediate(tick);
    const { engine: solvedBy } = await engine.solve(sourcesOf(40, 10), LIMITS);
    clearImmediate(ticking);
    expect(solvedBy).toContain('highs');
    return turns;
  }

  it('does not load anything any more', async () => {
    const warm = createPortfolio();
    await warm.warmUp();
    expect(await turnsUntilSolved(warm)).toBe(0);
    // Loading waits for the event loop, solving does not.
    expect(await turnsUntilSolved(createPortfolio())).toBeGreaterThan(0);
  });
});

describe('a small solver whose claim does not stand', () => {
  const answering = (claim: Partial<MipResult>): MipSolver => ({
    name: 'small',
    exactSpan: 2 ** 20,
    solve: ({ upper }) => ({ status: 'optimal', point: new Float64Array(upper.length), bound: 0, ...claim }),
  });

  it.each([
    ['says there is no plan', { status: 'infeasible', point: null }],
    ['fails', { status: 'failed', point: null }],
    ['names a point that misses a row', {}],
  ] as const)('that %s is followed by the large one', async (_, claim) => {
    const mip = smallFirst(answering(claim), await MIP_SOLVERS.highs!(), 100);
    const outcome = await lexicographic('both', () => mip).solve(sourcesOf(6, 10), LIMITS);
    expect(outcome).toMatchObject({ termination: 'optimal', engine: 'highs' });
    expect([...outcome.bounds]).toEqual([0, 0, 0, 3, 3]);
  });
});
