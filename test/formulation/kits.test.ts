import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formulate } from '../../src/formulation/formulate.ts';
import { kitGroups } from '../../src/formulation/kits.ts';
import { EngineError } from '../../src/solver/engine.ts';
import { enumerator } from '../../src/solver/engines/enumerator.ts';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import { runs } from '../arbitraries/runs.ts';
import { snapshotOf as snapshotOfRequest } from '../arbitraries/snapshot-of.ts';
import { kitAttempts } from '../solver/structured/allocation/kits.ts';
import { snapshotOf } from './readable.ts';

const kit = { itemDependency: 'kit' };

describe('a kit', () => {
  const kitsOf = (...quantities: number[]) => {
    const lines = quantities.map((quantity) => ({ ...kit, quantity }));
    return [...kitGroups(snapshotOf({ lines }).shipment).values()].map(({ kits }) => kits);
  };

  it('is the smallest set of whole units that keeps the proportion of the lines', () => {
    expect(kitsOf(2, 4)).toEqual([2]);
    expect(kitsOf(6, 4, 10)).toEqual([2]);
    expect(kitsOf(3, 5)).toEqual([1]);
    expect(kitsOf(7)).toEqual([7]);
    expect(kitsOf(1_000_000_000, 400_000_000)).toEqual([200_000_000]);
  });

  it('has no lines that need stock where none of the group does, and is together only where a rule says so', () => {
    const lines = [
      { quantity: 2, itemDependency: 'a', manageStock: false },
      { quantity: 2, itemDependency: 'b' },
    ];
    const rules = [
      { itemDependency: 'a', ship: 'independently' as const },
      { itemDependency: 'b', ship: 'together' as const },
    ];
    const groups = kitGroups(snapshotOf({ lines, shipment: { itemDependencies: rules } }).shipment);
    expect([...groups].map(([name, { lines, together }]) => [name, lines.length, together])).toEqual([
      ['a', 0, false],
      ['b', 1, true],
    ]);
  });
});

describe('the program of groups', () => {
  const engine = createPortfolio();
  const partialRelease = fc.constantFrom('none' as const, 'line' as const, 'quantity' as const);
  const limit = fc.constantFrom(null, null, 1, 2);

  it('has one best point, whether every point is tried or an engine is asked', async () => {
    const settings = fc.record({ partialRelease, maxChildShipments: limit });
    let compared = 0;
    const property = fc.asyncProperty(kitAttempts(settings), async (request) => {
      const { program } = formulate(snapshotOfRequest(request));
      const tried = await enumerator.solve(program, { timeLimitMs: 1 }).catch((error: unknown) => {
        if (error instanceof EngineError) return null;
        throw error;
      });
      fc.pre(tried !== null);
      compared += 1;
      const { termination, point, bounds } = await engine.solve(program, { timeLimitMs: 20_000 });
      expect({ termination, point }).toEqual({ termination: tried!.termination, point: tried!.point });
      if (point !== null)
        expect([...bounds]).toEqual([...tried!.bounds].map((one) => expect.closeTo(one, 6)));
    });
    await fc.assert(property, runs(0.4));
    expect(compared).toBeGreaterThan(10);
  }, 600_000);
});
