import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/app/config.ts';
import { type ReleaseSystem, startReleaseSystem } from '../../src/app/release-system.ts';
import { putWebhook } from '../../src/release/events/webhooks.ts';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import type { OpenStore } from '../../src/store/open-store.ts';
import { TestClock, until } from '../clock.ts';
import { openEmbeddedStore } from '../embedded-template.ts';
import { answersHere } from '../http/service.ts';
import { row, TestSite } from '../release/service/site.ts';
import { Receiver } from '../scheduling/receiver.ts';

const MINUTE_MS = 60_000;

/** The whole release system, as `serve` and `worker` start it, on a clock that the test moves. */
describe('a running release system', () => {
  const clock = new TestClock();
  const receiver = new Receiver();
  const failures: object[] = [];
  let opened: OpenStore;
  let system: ReleaseSystem;
  /** Decisions are asked for and wait for this. */
  let gate: Promise<unknown> = Promise.resolve();
  let asked = 0;

  beforeAll(async () => {
    const { decideAttempt, decideWave } = answersHere(createPortfolio());
    let ids = 0;
    const log = pino({ level: 'error' }, { write: (line: string) => void failures.push(JSON.parse(line)) });
    opened = await openEmbeddedStore(clock.now);
    system = await startReleaseSystem(opened, readConfig({ DATA_DIR: ':memory:' }), {
      answers: {
        decideAttempt: async (attempt) => {
          asked += 1;
          await gate;
          return decideAttempt(attempt);
        },
        decideWave: async (wave) => {
          asked += 1;
          await gate;
          return decideWave(wave);
        },
      },
      now: clock.now,
      wait: clock.wait,
      newId: () => `id-${++ids}`,
      log,
    });
  });
  afterAll(async () => {
    receiver.close();
    await system?.stop(5_000);
  });

  /** A fresh site of the system with KTP in its catalogue. */
  async function freshSite(settings: Record<string, unknown> = {}): Promise<TestSite> {
    const site = Object.assign(new TestSite(system.ports.store), { ports: system.ports });
    await site.settings(settings);
    await site.products('KTP');
    return site;
  }
  const becomes = (site: TestSite, shipmentNumber: number, status: string) =>
    until(
      async () => (await site.shipment(shipmentNumber)).shipmentStatus === status,
      `shipment ${shipmentNumber} to become ${status}`,
    );

  it('releases what a change of stock allows, without being asked', async () => {
    const site = await freshSite();
    const [waiting] = await site.order({ KTP: 5 });
    expect(waiting!.shipmentStatus).toBe('BACKORDER');
    await site.refresh(row('KTP', 'A', 5));
    await becomes(site, waiting!.shipmentNumber, 'READY');
    await until(async () => (await site.reader.runs(10))[0]?.status === 'COMPLETED', 'the end of the run');
    expect(await site.reader.runs(10)).toMatchObject([{ trigger: 'inventory' }]);
  });

  it('delivers events as they happen, and a refused one again when its time has come', async () => {
    const site = await freshSite();
    const url = await receiver.listen();
    receiver.answers = [503];
    const webhook = { url, secret: 'at least sixteen characters', topics: [], isEnabled: true, after: 0 };
    await putWebhook(site.ports, site.write(), null, webhook);
    await site.order({ KTP: 5 });
    await until(async () => (await site.reader.webhooks())[0]!.failures === 1, 'the refused delivery');
    expect(receiver.received).toHaveLength(1);
    clock.advance(MINUTE_MS);
    const events = await site.reader.events(0, 100);
    await until(() => receiver.received.length === events.length + 1, 'the delivery of all events');
    const [first, ...again] = receiver.received.map((each) => each.event.eventId);
    expect(again).toEqual(events.map((event) => event.eventId));
    expect(first).toBe(events[0]!.eventId);
  });

  it('releases on its schedule, at once and whenever the interval has passed', async () => {
    const site = await freshSite({
      releaseOnInventoryChange: false,
      releaseBackorderJob: { isEnabled: true, interval: 30 },
    });
    const [waiting] = await site.order({ KTP: 5 });
    await site.refresh(row('KTP', 'A', 5));
    clock.advance(MINUTE_MS);
    await becomes(site, waiting!.shipmentNumber, 'READY');
    const runs = () => site.reader.runs(10);
    await until(async () => (await runs())[0]?.status === 'COMPLETED', 'the end of the first run');
    clock.advance(29 * MINUTE_MS);
    // Until the tick of this minute has been sent, no later one may be.
    await until(() => clock.waits.includes(MINUTE_MS), 'the tick');
    clock.advance(MINUTE_MS);
    await until(async () => (await runs()).length === 2, 'the second run');
    const [second, first] = await runs();
    expect([second!.trigger, first!.trigger]).toEqual(['schedule', 'schedule']);
    expect(Date.parse(second!.startedAt) - Date.parse(first!.startedAt)).toBe(30 * MINUTE_MS);
  });

  it('does nothing twice where an attempt takes longer than the claim on its site', async () => {
    const site = await freshSite();
    const [waiting] = await site.order({ KTP: 5 });
    let open = () => {};
    gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const before = asked;
    await site.refresh(row('KTP', 'A', 5));
    await until(() => asked > before, 'the attempt');
    try {
      clock.advance(MINUTE_MS);
      await until(() => asked > before + 1, 'the same attempt of another worker');
    } finally {
      open();
    }
    await becomes(site, waiting!.shipmentNumber, 'READY');
    // Whose step was taken leaves the rest to the next look.
    const isEnded = async () => {
      clock.advance(5_000);
      return (await site.reader.runs(10))[0]?.status === 'COMPLETED';
    };
    await until(isEnded, 'the end of the run');
    expect(await site.reader.runs(10)).toMatchObject([{ counts: { tried: 1, released: 1 } }]);
  });

  it('takes back what a lot was promised for that did not come in the days of grace', async () => {
    const site = await freshSite({ futureInventoryEnabled: true });
    await site.refresh(row('KTP', 'A', 5, ['po-1', '2026-05-10']));
    const [promised] = await site.order({ KTP: 5 });
    expect(promised!.shipmentStatus).toBe('FUTURE');
    clock.set('2026-05-14T00:00:30.000Z');
    await becomes(site, promised!.shipmentNumber, 'BACKORDER');
    expect((await site.shipment(promised!.shipmentNumber)).shipmentStatusReason).toEqual({
      reasonCode: 'LOT_LATE',
      moreInfo: 'po-1',
    });
  });

  it('reports no failure of a job', () => {
    expect(failures).toEqual([]);
  });
});
