import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NothingProvenError, optimize } from '../../src/attempt/optimize.ts';
import { OptimizeRequest, type OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { parseInput } from '../../src/input/parse.ts';
import { takeAttempt } from '../../src/input/take-attempt.ts';
import type { Engine } from '../../src/solver/engine.ts';
import type { AllocationAnswer, Outcome } from '../../src/solver/outcome.ts';
import { DEFAULT_PARAMETERS, solveParameters } from '../../src/solver/parameters.ts';
import { NOW } from '../arbitraries/snapshot-of.ts';

/** Five units from A, or from A and B. Opening costs have one decimal: A 0.1, B 0.2. */
const REQUEST: OptimizeRequestInput = {
  explain: 'none',
  shipment: { shipmentNumber: 1, items: [{ lineId: 1, productCode: 'P', quantity: 5 }] },
  locations: [
    { locationCode: 'A', cost: 0.1 },
    { locationCode: 'B', cost: 0.2 },
  ],
  inventory: ['A', 'B'].map((locationCode) => ({ locationCode, productCode: 'P', available: 5 })),
};
const FROM_A = Float64Array.of(5, 0);
const FROM_BOTH = Float64Array.of(4, 1);

/** One turn: who took it, with which limit in milliseconds, and the bounds that the engine was told. */
interface Turn {
  readonly by: 'search' | 'engine';
  readonly limitMs: number;
  readonly bounds: Float64Array | null;
}

/** What the nth turn of the search and of the engine ends with, and how long each takes by the clock of the test. */
interface Script {
  readonly search: (turn: number) => Partial<AllocationAnswer>;
  readonly engine?: (turn: number, start: Float64Array | null) => Partial<Outcome>;
  readonly turnMs: number;
}

function scripted({ search, engine = () => ({}), turnMs }: Script): { engine: Engine; turns: Turn[] } {
  const turns: Turn[] = [];
  const number = (by: Turn['by']) => turns.filter((turn) => turn.by === by).length;
  const answering: Engine = {
    name: 'scripted',
    solveAllocation: async (_, { timeLimitMs }) => {
      const answer = search(number('search'));
      turns.push({ by: 'search', limitMs: timeLimitMs, bounds: null });
      vi.advanceTimersByTime(turnMs);
      const nothing = { status: 'stopped', units: null, tieBreakProven: false, method: 'search' } as const;
      return { ...nothing, bounds: new Float64Array(5), ...answer };
    },
    solve: async (program, { timeLimitMs, bounds, start = null }) => {
      const outcome = engine(number('engine'), start);
      turns.push({ by: 'engine', limitMs: timeLimitMs, bounds: bounds ?? null });
      vi.advanceTimersByTime(turnMs);
      return {
        termination: 'time-limit',
        point: null,
        tieBreakProven: false,
        bounds: new Float64Array(program.levels.length).fill(Number.NEGATIVE_INFINITY),
        engine: 'scripted',
        reason: 'told to',
        solveMs: turnMs,
        ...outcome,
      };
    },
  };
  return { engine: answering, turns };
}

const ask = (engine: Engine, timeLimitMs: number, settings: OptimizeRequestInput['settings'] = {}) =>
  optimize(
    takeAttempt(parseInput(OptimizeRequest, { ...REQUEST, settings, limits: { timeLimitMs } }), NOW),
    engine,
  );

const order = (turns: readonly Turn[]) => turns.map(({ by }) => by);

describe('the turns of an attempt', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('ask the engine even where the search took all the time, if there is no plan', async () => {
    const units = { point: Float64Array.of(5, 0, 1, 0) };
    const { engine, turns } = scripted({ search: () => ({}), engine: () => units, turnMs: 50 });
    const { decision, proof } = await ask(engine, 40);
    expect([decision, proof.status]).toEqual(['released', 'feasible']);
    expect(order(turns).at(-1)).toBe('engine');
    expect(turns.at(-1)!.limitMs).toBe(DEFAULT_PARAMETERS.firstAnswerMs);
  });

  it('do not ask it where the time is up and there is a plan', async () => {
    const { engine, turns } = scripted({ search: () => ({ units: FROM_A }), turnMs: 50 });
    expect((await ask(engine, 40)).decision).toBe('released');
    expect(order(turns)).toEqual(['search']);
  });

  it('leave all the time to the search where an engine would only read the program by its end', async () => {
    const asked = async (engineCellsPerMs: number, turnMs: number) => {
      const { engine, turns } = scripted({ search: () => ({ units: FROM_A }), turnMs });
      // The program has two cells, and the limit is 3 ms: 1.65 of them are left after the share of the search.
      await ask({ ...engine, parameters: solveParameters({ engineCellsPerMs }) }, 3);
      return turns.map(({ by, limitMs }) => [by, limitMs]);
    };
    expect(await asked(1, 1.5)).toEqual([['search', 3]]);
    expect(await asked(2, 1)).toEqual([
      ['search', expect.closeTo(1.35, 9)],
      ['engine', 2],
    ]);
    // A turn that took longer than it was given leaves too little.
    expect(await asked(2, 2.5)).toEqual([['search', expect.closeTo(1.35, 9)]]);
  });

  it('ask an engine whatever its reading takes where there is no plan', async () => {
    const { engine, turns } = scripted({ search: () => ({}), turnMs: 1 });
    const parameters = solveParameters({ engineCellsPerMs: 1 });
    await expect(ask({ ...engine, parameters }, 3)).rejects.toThrow(NothingProvenError);
    expect(order(turns)).toEqual(['search', 'search', 'engine']);
  });

  it('give a search without a plan a moment more than a short limit', async () => {
    const late = (turn: number) => (turn === 0 ? {} : { units: FROM_A });
    const { engine, turns } = scripted({ search: late, turnMs: 2 });
    expect((await ask(engine, 1)).decision).toBe('released');
    expect(turns.map(({ by, limitMs }) => [by, limitMs])).toEqual([
      ['search', DEFAULT_PARAMETERS.searchShare],
      ['search', DEFAULT_PARAMETERS.firstAnswerMs],
    ]);
  });

  it('end with neither a plan nor a proof only after both had that moment', async () => {
    const { engine, turns } = scripted({ search: () => ({}), turnMs: 2 });
    await expect(ask(engine, 1)).rejects.toThrow(NothingProvenError);
    expect(order(turns)).toEqual(['search', 'search', 'engine']);
  });

  it('alternate where the limit is long', async () => {
    const { engine, turns } = scripted({ search: () => ({ units: FROM_BOTH }), turnMs: 400 });
    await ask(engine, 10_000);
    expect(turns.map(({ by, limitMs }) => [by, limitMs])).toEqual([
      ['search', 400],
      ['engine', 400],
      ['search', 3700],
      ['engine', 8800],
    ]);
  });

  it('tell the engine no bound that only rounding put above a value', async () => {
    // 0.1 + 0.2 is 0.30000000000000004: as an integer number of tenths it is 3, not 4.
    const bounds = Float64Array.of(0, 0, 0, 2, 0.1 + 0.2);
    const { engine, turns } = scripted({ search: () => ({ units: FROM_BOTH, bounds }), turnMs: 1 });
    await ask(engine, 100);
    const told = turns.find(({ by }) => by === 'engine')!.bounds!;
    expect(told.at(-1)).toBe(3);
  });

  it.each([1.9, 2.1])(
    'carry out no plan that costs more than to leave all, at %d a child',
    async (childShipment) => {
      const weights = { unfilledUnit: 0.4, childShipment };
      const { engine } = scripted({
        search: () => ({ bounds: Float64Array.of(0) }),
        engine: () => ({ point: Float64Array.of(5, 0, 1, 0, 1), bounds: Float64Array.of(0) }),
        turnMs: 50,
      });
      const answer = ask(engine, 40, { partialRelease: 'line', objective: { mode: 'weighted', weights } });
      if (childShipment < 2)
        expect(await answer).toMatchObject({ decision: 'released', proof: { status: 'feasible' } });
      else await expect(answer).rejects.toThrow(NothingProvenError);
    },
  );

  it('give up no bound that an earlier one has proven', async () => {
    // Later turns of the search, and the engine, know less than the first.
    const search = (turn: number) => ({
      units: FROM_BOTH,
      bounds: Float64Array.of(0, 0, 0, turn === 0 ? 2 : 1, turn === 0 ? 0.2 : 0.1),
    });
    const { engine, turns } = scripted({ search, turnMs: 400 });
    const { proof, objective } = await ask(engine, 10_000);
    expect(order(turns)).toEqual(['search', 'engine', 'search', 'engine']);
    expect([...turns.at(-1)!.bounds!].slice(-2)).toEqual([2, 2]);
    expect(objective.slice(-2)).toEqual([
      { tier: 'childShipments', value: 2, bound: 2 },
      { tier: 'locationCost', value: expect.closeTo(0.3, 12), bound: 0.2 },
    ]);
    expect(proof.status).toBe('feasible');
  });
});
