import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Random } from '../../bench/random.ts';
import type { ShipmentNumber } from '../../src/domain/ids.ts';
import type { ShipmentRecord, ShipmentStatus } from '../../src/domain/site/shipment.ts';
import { attemptRelease } from '../../src/release/carry-out/attempt.ts';
import { ChangedMeanwhile } from '../../src/release/changed-meanwhile.ts';
import { cancelShipment, unreleaseShipment } from '../../src/release/shipments/commands.ts';
import { writeInventory } from '../../src/release/supply/inventory.ts';
import { type OpenStore, openStore } from '../../src/store/open-store.ts';
import { SEED } from '../arbitraries/runs.ts';
import { brokenInvariants } from '../release/model/invariants.ts';
import { row, TestSite } from '../release/service/site.ts';
import { NOW } from '../store/records.ts';
import { newDatabase } from '../store/stores.ts';

const RELEASERS = 8;
/** Attempts of each releaser. */
const ROUNDS = Number(process.env.ROUNDS ?? 40);
/** Shipments that wait, kept up with new orders. */
const WAITING = 60;
const PRODUCTS = ['KTP', 'KTP2', 'KTP3'];
const LOCATIONS = ['A', 'B'];
const serverUrl = inject('postgresUrl');

const TITLE = `${RELEASERS} releasers × ${ROUNDS} attempts on the same scarce stock (seed ${SEED})`;

describe.skipIf(serverUrl === null)(TITLE, () => {
  const stores: OpenStore[] = [];
  let sites: TestSite[];
  let drop = async () => {};

  beforeAll(async () => {
    const database = await newDatabase(serverUrl!);
    drop = database.drop;
    for (let index = 0; index < RELEASERS; index += 1) {
      stores.push(
        await openStore({
          databaseUrl: database.url,
          dataDir: null,
          connections: 4,
          now: () => NOW,
          onConnectionError: (error) => {
            throw error;
          },
        }),
      );
    }
    const [first, ...others] = stores.map((opened) => new TestSite(opened.store));
    // All work on the first one's site, with ids that do not meet.
    sites = [first!, ...others].map((each, index) => {
      const { newId } = each.ports;
      const ports = { ...each.ports, newId: () => `${index}-${newId()}` };
      return Object.assign(each, { siteId: first!.siteId, ports });
    });
    const { db } = stores[0]!.database;
    await sql`alter table stock add check (available >= 0)`.execute(db);
    // A lot that shrinks gives its shipments back in the same transaction: it must fit when that commits.
    await sql`create function lot_fits() returns trigger language plpgsql as $$ begin
      if exists (select from future_lot where site_id = new.site_id
        and future_inventory_id = new.future_inventory_id and available < 0)
      then raise exception 'lot % is oversold', new.future_inventory_id; end if;
      return null; end $$`.execute(db);
    await sql`create constraint trigger lot_fits after insert or update on future_lot
      deferrable initially deferred for each row execute function lot_fits()`.execute(db);
    await first!.settings({ futureInventoryEnabled: true });
    await first!.products(...PRODUCTS);
  }, 120_000);
  afterAll(async () => {
    await Promise.all(stores.map((opened) => opened.store.close()));
    await drop();
  });

  const some = async (site: TestSite, status: ShipmentStatus): Promise<ShipmentRecord[]> =>
    site.reader.shipments({ statuses: [status], after: null, limit: 1000 });

  it('oversell nothing, lose nothing and leave no deadlock, while stock, cancellations and returns go on', async () => {
    const [planner] = sites;
    const random = new Random(SEED);
    const order = async (site: TestSite) => {
      const wanted = PRODUCTS.filter(() => random.chance(0.5));
      const lines = (wanted.length > 0 ? wanted : ['KTP']).map((code) => [code, random.integer(1, 4)]);
      await site.order(Object.fromEntries(lines), { priority: random.integer(0, 2) });
    };
    for (let index = 0; index < WAITING; index += 1) await order(planner!);
    const { value: settings, version: settingsVersion } = (await planner!.reader.settings())!;
    const counts = { released: 0, held: 0, skipped: 0, lost: 0, stock: 0, canceled: 0, back: 0 };
    let running = true;

    const release = async (site: TestSite) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const waiting = await some(site, 'BACKORDER');
        if (waiting.length === 0) continue;
        const { shipmentNumber } = random.pick(waiting);
        const how = { explain: 'none', evenOnHold: false, mayPass: false, isByChange: true } as const;
        const options = { ...how, siteId: site.siteId, settings, settingsVersion };
        const { outcome } = await attemptRelease(site.ports, shipmentNumber, {
          ...options,
          correlationId: `round-${round}`,
        });
        if (outcome === 'released') counts.released += 1;
        else counts[outcome === 'held' ? 'held' : 'skipped'] += 1;
      }
    };
    /** A command that came too late for what it was decided on is the caller's to repeat. */
    const command = async (name: 'canceled' | 'back', run: Promise<unknown>) => {
      try {
        await run;
        counts[name] += 1;
      } catch (error) {
        const { name: kind, code } = error as { name: string; code?: string };
        if (error instanceof ChangedMeanwhile || kind === 'ServiceError') counts.lost += 1;
        else throw Object.assign(error as Error, { code });
      }
    };
    const disturb = async (site: TestSite) => {
      const numberOf = (from: ShipmentRecord[]): ShipmentNumber | undefined =>
        from[random.integer(0, Math.max(0, from.length - 1))]?.shipmentNumber;
      for (let turn = 0; running; turn += 1) {
        const [product, location] = [random.pick(PRODUCTS), random.pick(LOCATIONS)];
        if (random.chance(1 / 2)) {
          const more = PRODUCTS.flatMap((code) => LOCATIONS.map((place) => row(code, place, 4)));
          await writeInventory(site.ports, site.write(), 'adjust', more);
        } else {
          // The id names product and place: a lot that is one product's for one of us is not another's for the other.
          const lot = [`${product}-${location}-${random.integer(0, 4)}`, '2026-05-12'] as const;
          const change = row(product, location, random.integer(0, 8), lot);
          await writeInventory(site.ports, site.write(), 'refresh', [change]);
        }
        counts.stock += 1;
        const ready = numberOf(await some(site, 'READY'));
        const backlog = await some(site, 'BACKORDER');
        // What was asked for stays more than what there is.
        for (let missing = WAITING - backlog.length; missing > 0; missing -= 1) await order(site);
        const waiting = numberOf(backlog);
        if (ready !== undefined && turn % 2 === 0) {
          await command('back', unreleaseShipment(site.ports, site.write(), ready, false));
        }
        if (waiting !== undefined && turn % 9 === 0) {
          await command('canceled', cancelShipment(site.ports, site.write(), waiting));
        }
      }
    };
    const releasing = Promise.all(sites.map(release)).finally(() => {
      running = false;
    });
    await Promise.all([releasing, disturb(sites[0]!), disturb(sites[1]!)]);

    expect(counts.released).toBeGreaterThan(RELEASERS);
    expect(counts.held).toBeGreaterThan(RELEASERS);
    expect(Math.min(counts.back, counts.canceled, counts.stock)).toBeGreaterThan(0);
    expect(await brokenInvariants(planner!.reader)).toEqual([]);
    expect(await stores[0]!.store.examine(10)).toEqual([]);
    // What a worker does in the end is done by all at once, and leaves nothing to do.
    await Promise.all(sites.map((site) => site.settle()));
    expect(await brokenInvariants(planner!.reader)).toEqual([]);
    expect(await stores[0]!.store.examine(10)).toEqual([]);
    console.log(`${RELEASERS} releasers × ${ROUNDS} attempts: ${JSON.stringify(counts)}`);
  }, 600_000);
});
