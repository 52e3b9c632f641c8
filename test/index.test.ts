import { afterEach, describe, expect, it } from 'vitest';
import {
  createPool,
  InputError,
  NothingProvenError,
  optimize,
  optimizeWave,
  type Pool,
  verify,
  verifyWave,
} from '../src/index.ts';
import { unsettledRequest } from './http/hard-request.ts';

const problem = {
  asOf: '2026-05-01T09:00:00Z',
  shipment: { shipmentNumber: 1001, items: [{ lineId: 1, productCode: 'KTP', quantity: 5 }] },
  inventory: [{ locationCode: 'A', productCode: 'KTP', available: 5 }],
};

let pool: Pool | undefined;
afterEach(() => pool?.close({ graceMs: 0 }));

describe('the library', () => {
  it('decides an attempt with defaults for what is not given', async () => {
    const decision = await optimize(problem);
    expect(decision).toMatchObject({
      decision: 'released',
      shipmentStatus: 'READY',
      proof: { status: 'optimal' },
    });
  });

  it('decides the same on other threads', async () => {
    pool = createPool({ threads: 1, workerFile: new URL('../dist/threads/jobs/main.js', import.meta.url) });
    const there = await optimize(problem, { pool });
    const here = await optimize(problem);
    expect({ ...there, proof: null }).toEqual({ ...here, proof: null });
    await pool.close();
    await expect(optimize(problem, { pool })).rejects.toMatchObject({ code: 'CLOSED' });
  });

  it('refuses a pool that is none of its own', async () => {
    const stranger = { ready: async () => {}, stats: () => ({}) as never, close: async () => {} };
    await expect(optimize(problem, { pool: stranger })).rejects.toThrow('was not made by createPool');
  });

  it('takes null for options that are left out', async () => {
    const none = null as unknown as undefined;
    const decision = await optimize(problem, none);
    expect(decision.decision).toBe('released');
    expect(verify(problem, decision, none).valid).toBe(true);
    pool = createPool(none);
    expect(pool.stats().threads).toBeGreaterThan(0);
  });

  it('refuses an option that there is not, by its name', async () => {
    const misspelt = { pol: 1 } as object;
    await expect(optimize(problem, misspelt)).rejects.toThrow(
      'unknown option "pol": optimize takes pool, now',
    );
    expect(() => verify(problem, {} as never, misspelt)).toThrow(
      'unknown option "pol": verify takes claim, now',
    );
    expect(() => createPool({ thread: 1 } as object)).toThrow(
      /^unknown option "thread": createPool takes .*threads/,
    );
    expect(() => createPool('2' as never)).toThrow('the options of createPool must be an object');
  });

  it('takes the day from the clock it is given', async () => {
    const { asOf: _, ...undated } = problem;
    const request = {
      ...undated,
      settings: { futureInventoryEnabled: true },
      inventory: [],
      futureInventory: [
        {
          futureInventoryId: 'po-1',
          locationCode: 'A',
          productCode: 'KTP',
          deliveryDate: '2026-05-10',
          available: 5,
        },
      ],
    };
    const before = await optimize(request, { now: () => '2026-05-01T00:00:00Z' });
    const after = await optimize(request, { now: () => '2026-05-11T00:00:00Z' });
    expect([before.decision, after.decision]).toEqual(['released', 'held']);
    expect(verify(request, before, { now: () => '2026-05-01T00:00:00Z' }).valid).toBe(true);
    expect(verify(request, before, { now: () => '2026-05-11T00:00:00Z' }).valid).toBe(false);
  });

  it('lists the faults of an input', async () => {
    const bad = { shipment: { shipmentNumber: 1, items: [] } };
    const error = await optimize(bad).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).faults).toMatchObject([{ path: 'shipment.items' }]);
  });

  it('says that nothing was proven in time', async () => {
    await expect(optimize(unsettledRequest(1))).rejects.toBeInstanceOf(NothingProvenError);
  });

  it('checks a plan, and believes a claim of less than the optimum', async () => {
    const decision = await optimize(problem);
    expect(verify(problem, decision)).toMatchObject({ valid: true, violations: [] });
    const [child] = decision.children;
    expect(verify(problem, { ...decision, children: [child!, child!] }).valid).toBe(false);
  });

  it('believes a claim of less than the optimum', async () => {
    const lot = {
      futureInventoryId: 'po-1',
      locationCode: 'A',
      productCode: 'KTP',
      deliveryDate: '2026-05-10',
    };
    const late = {
      ...problem,
      settings: { futureInventoryEnabled: true },
      inventory: [],
      futureInventory: [{ ...lot, available: 5 }],
    };
    const { objective: _, proof: __, ...plan } = await optimize(late);
    const better = { ...late, inventory: problem.inventory };
    expect(verify(better, plan).valid).toBe(false);
    expect(verify(better, plan, { claim: 'feasible' }).valid).toBe(true);
  });

  it('starts the paths of faults in a plan or its problem with the name of the argument', () => {
    const check = () => verify({ ...problem, colour: 1 } as never, {} as never);
    expect(check).toThrow(InputError);
    try {
      check();
    } catch (error) {
      const paths = (error as InputError).faults.map(({ path }) => path.split('.')[0]);
      expect(new Set(paths)).toEqual(new Set(['problem', 'plan']));
    }
  });
});

describe('a wave', () => {
  const wave = { asOf: problem.asOf, shipments: [problem.shipment], inventory: problem.inventory };

  it('is decided here and on other threads alike, and checked', async () => {
    pool = createPool({ threads: 1, workerFile: new URL('../dist/threads/jobs/main.js', import.meta.url) });
    const [here, there] = [await optimizeWave(wave), await optimizeWave(wave, { pool })];
    expect(here.decisions.map(({ decision }) => decision)).toEqual(['released']);
    expect({ ...there, proof: null }).toEqual({ ...here, proof: null });
    expect(verifyWave(wave, here)).toMatchObject({ valid: true, violations: [] });
    expect(verifyWave(wave, { decisions: [] }).violations.map(({ code }) => code)).toEqual([
      'DECISION_MISSING',
    ]);
  });
});
