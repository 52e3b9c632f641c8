import { describe, expect, it } from 'vitest';
import { Random } from '../../../bench/random.ts';
import type { ShipmentRecord } from '../../../src/domain/site/shipment.ts';
import { releaseRun } from '../../../src/release/run/release-run.ts';
import { unreleaseShipment } from '../../../src/release/shipments/commands.ts';
import { describeStores } from '../../store/stores.ts';
import { row, TestSite } from './site.ts';

const PARTS = { partialReleaseEnabled: true, partialReleaseType: 'quantity' };
const PRODUCTS = ['KTP', 'KTP2', 'KTP3'] as const;

describeStores((under) => {
  async function siteOf(settings: Record<string, unknown> = {}) {
    const site = new TestSite(under().store);
    await site.products(...PRODUCTS);
    await site.settings({ futureInventoryEnabled: true, releaseOnInventoryChange: false, ...settings });
    return site;
  }
  /** Orders one after another, a minute apart. */
  async function order(site: TestSite, lines: Record<string, number>): Promise<ShipmentRecord> {
    site.clock.advance(60_000);
    return (await site.order(lines))[0]!;
  }
  const run = async (site: TestSite, dryRun: boolean) => {
    const request = { trigger: 'manual', policy: 'first-come', dryRun, scope: {} } as const;
    const { counts, runId } = await releaseRun(site.ports, site.write(), request);
    const items = (await site.reader.runItems(runId, 0, 100)).filter(({ outcome }) => outcome !== 'skipped');
    return {
      counts,
      items: items.map(({ shipmentNumber, outcome, shipmentStatus }) =>
        [shipmentNumber, outcome, shipmentStatus].join(' '),
      ),
    };
  };
  /** What a dry run and then a run come to, which is the same; by the outcomes in queue order. */
  async function outcomes(site: TestSite): Promise<string[]> {
    const dry = await run(site, true);
    const real = await run(site, false);
    expect(dry).toEqual(real);
    return real.items.map((each) => each.split(' ')[1]!);
  }

  describe('a dry run counts', () => {
    it('the promises that the run improves, and what those before them take', async () => {
      const site = await siteOf({ releaseOnInventoryChange: true });
      await site.refresh(row('KTP', 'A', 4, ['po-1', '2026-05-20']));
      await site.settle();
      const promised = [await order(site, { KTP: 2 }), await order(site, { KTP: 2 })];
      expect(promised.map((each) => each.shipmentStatus)).toEqual(['FUTURE', 'FUTURE']);
      const waits = await order(site, { KTP: 3 });
      await site.settle();
      await site.settings({ futureInventoryEnabled: true, releaseOnInventoryChange: false });
      await site.refresh(row('KTP', 'B', 3));
      expect(await outcomes(site)).toEqual(['improved', 'held']);
      expect(await site.leaves(waits)).toEqual(['BACKORDER@- KTP×3']);
      // What the improved one has given up is there for the next run.
      expect(await outcomes(site)).toEqual(['released']);
    });

    it('packages that another member of a family would be given', async () => {
      const site = await siteOf({ releaseBackorderJob: PARTS });
      const first = await order(site, { KTP: 5 });
      await site.refresh(row('KTP', 'A', 2));
      expect(await outcomes(site)).toEqual(['partially-released']);
      const [child] = (await site.shipment(first.shipmentNumber)).childShipmentNumbers;
      await unreleaseShipment(site.ports, site.write(), child!, false, false);
      await site.settings({ releaseOnInventoryChange: false, maxChildShipments: 1 });
      await site.refresh(row('KTP', 'A', 2), row('KTP', 'B', 3));
      expect(await outcomes(site)).toEqual(['released', 'held']);
    });

    it('what is reserved for who has waited for long, until that one is gone', async () => {
      const site = await siteOf({ reserveAfterDays: 1, releaseBackorderJob: PARTS });
      await order(site, { KTP: 4, KTP2: 1 });
      site.clock.advance(2 * 86_400_000);
      await order(site, { KTP: 3 });
      await site.refresh(row('KTP', 'A', 6));
      await site.settings({ reserveAfterDays: 1, releaseOnInventoryChange: false });
      expect(await outcomes(site)).toEqual(['held', 'held']);
      // A part of it goes, and no longer keeps what it has; what is left of it keeps nothing that is there.
      await site.settings({
        reserveAfterDays: 1,
        releaseOnInventoryChange: false,
        releaseBackorderJob: PARTS,
      });
      expect(await outcomes(site)).toEqual(['partially-released', 'partially-released']);
    });

    it('what those before want, for one that leaves them all of it', async () => {
      const site = await siteOf({ newOrders: 'after-all-waiting', releaseOnInventoryChange: true });
      await order(site, { KTP: 5, KTP2: 1 });
      await site.refresh(row('KTP', 'A', 3));
      await order(site, { KTP: 1 });
      await site.settle();
      await site.settings({ newOrders: 'after-all-waiting', releaseOnInventoryChange: false });
      expect(await outcomes(site)).toEqual(['held', 'held']);
      await site.refresh(row('KTP', 'A', 6), row('KTP2', 'B', 1));
      expect(await outcomes(site)).toEqual(['released', 'released']);
    });

    it('what the run does, in drawn scenes', async () => {
      const random = new Random(Number(process.env.FC_SEED ?? 20_260_501));
      const scenes = Number(process.env.DRY_RUN_SCENES ?? 4);
      const seen = new Set<string>();
      for (let scene = 0; scene < scenes; scene += 1) {
        const maxChildShipments = random.pick([null, null, 1, 2]);
        const site = await siteOf({
          releaseBackorderJob: random.pick([PARTS, { partialReleaseEnabled: false }]),
          maxChildShipments,
          // What one gives up makes others undecided, which a run that tries each alone looks at between two of them.
          improveFuture: maxChildShipments === null,
        });
        const lineOf = () => [random.pick(PRODUCTS), random.integer(1, 4)] as const;
        const refresh = () => {
          const sources = PRODUCTS.flatMap((code) => ['A', 'B', 'C'].map((place) => [code, place] as const));
          const some = sources.filter(() => random.integer(0, 2) === 0);
          const lots = some.filter(() => random.integer(0, 2) === 0);
          const day = () => `2026-05-${random.integer(10, 25)}`;
          return site.refresh(
            ...some.map(([code, place]) => row(code, place, random.integer(0, 5))),
            ...lots.map(([code, place]) =>
              row(code, place, random.integer(1, 5), [`po-${scene}-${code}-${place}`, day()]),
            ),
          );
        };
        for (let round = 0; round < 3; round += 1) {
          for (let count = 0; count < 5; count += 1)
            await order(site, Object.fromEntries([lineOf(), lineOf()]));
          if (random.integer(0, 1) === 0) site.clock.advance(2 * 86_400_000);
          // Whose turn has not come is placed by a run, which a dry run cannot tell.
          await run(site, false);
          await refresh();
          for (const outcome of await outcomes(site)) seen.add(outcome);
        }
      }
      expect([...seen].sort()).toEqual(['held', 'improved', 'partially-released', 'released']);
    });
  });
});
