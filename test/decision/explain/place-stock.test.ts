import fc from 'fast-check';
import { expect, it } from 'vitest';
import { askUntil } from '../../../src/attempt/what-if.ts';
import { gatesOf } from '../../../src/decision/explain/gates.ts';
import { PlaceStock } from '../../../src/decision/explain/place-stock.ts';
import { asFullRelease, smallestReleases } from '../../../src/decision/explain/releases.ts';
import { createPortfolio } from '../../../src/solver/portfolio.ts';
import { requestWith } from '../../arbitraries/request.ts';
import { runs } from '../../arbitraries/runs.ts';
import { snapshotOf } from '../../arbitraries/snapshot-of.ts';

const engine = createPortfolio();
const limit = fc.constantFrom(null, 1, 2);

it('says of limits on places what solving says, wherever it says anything', async () => {
  let told = 0;
  const claim = fc.asyncProperty(
    requestWith('small', { partialRelease: 'none', useCurrentInventory: true }),
    fc.record({ maxFulfillingLocations: limit, maxSplitItemLocations: limit, maxChildShipments: limit }),
    async (request, limits) => {
      const drawn = snapshotOf({ ...request, settings: { ...request.settings, ...limits } });
      const [release] = smallestReleases(drawn);
      const asked = { release: release!, gates: gatesOf(drawn), added: [], takersOf: () => [] };
      const counted = new PlaceStock(drawn).judge(asked, drawn.settings);
      if (counted === null) return;
      told += 1;
      const whatIf = askUntil(engine, performance.now() + 60_000);
      expect(counted).toBe(await whatIf.isFeasible(asFullRelease(drawn, release!)));
    },
  );
  await fc.assert(claim, runs(3));
  expect(told).toBeGreaterThan(50);
});
