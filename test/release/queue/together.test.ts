import { describe, expect, it } from 'vitest';
import { releaseRun } from '../../../src/release/run/release-run.ts';
import { type DecidedAhead, holdsFor } from '../../../src/release/run/together/ahead.ts';
import { inStretches } from '../../../src/release/run/together/decide-together.ts';
import { EngineError } from '../../../src/solver/engine.ts';
import { describeStores } from '../../store/stores.ts';
import { row, TestSite } from '../service/site.ts';

describe('stretches', () => {
  it('end where the next item is of the other kind', () => {
    const isOdd = (item: number) => item % 2 === 1;
    expect(inStretches([1, 3, 2, 4, 5], isOdd)).toEqual([[1, 3], [2, 4], [5]]);
    expect(inStretches([], isOdd)).toEqual([]);
  });
});

describeStores((under) => {
  /** An order that any location could ship stands before one that is picked up at A, and the cheapest place is A. */
  async function waitingBoth(policy?: string) {
    const site = new TestSite(under().store);
    await site.products('P');
    await site.settings(policy === undefined ? {} : { releasePolicy: policy });
    const [shipped] = await site.order({ P: 2 });
    const pickup = { shipmentType: 'BOPIS', pickupLocationCode: 'A' };
    const [picked] = await site.order({ P: 4 }, pickup);
    await site.refresh(row('P', 'A', 4), row('P', 'B', 2));
    await site.settle();
    const now = async (number: typeof shipped) => (await site.shipment(number!.shipmentNumber))!;
    return { site, shipped: await now(shipped), picked: await now(picked) };
  }

  it('releases the pickup too, because the one before it leaves from elsewhere', async () => {
    const { shipped, picked } = await waitingBoth();
    expect([shipped.shipmentStatus, shipped.fulfillmentLocationCode]).toEqual(['READY', 'B']);
    expect([picked.shipmentStatus, picked.fulfillmentLocationCode]).toEqual(['READY', 'A']);
  });

  it('leaves the pickup waiting where each is decided as if it were alone', async () => {
    const { shipped, picked } = await waitingBoth('one-by-one');
    expect([shipped.shipmentStatus, shipped.fulfillmentLocationCode]).toEqual(['READY', 'A']);
    expect(picked.shipmentStatus).toBe('BACKORDER');
  });

  it('decides with a page those behind it, and carries them out as they were decided', async () => {
    const site = new TestSite(under().store);
    await site.products('P', 'Q');
    const [shipped] = await site.order({ P: 2 });
    for (let count = 0; count < 205; count++) await site.order({ Q: 1 });
    const pickup = { shipmentType: 'BOPIS', pickupLocationCode: 'A' };
    const [picked] = await site.order({ P: 4 }, pickup);
    let waves = 0;
    const { decideWave } = site.ports;
    const counting: typeof decideWave = (request) => {
      waves += 1;
      return decideWave(request);
    };
    Object.assign(site.ports, { decideWave: counting });
    await site.refresh(row('P', 'A', 4), row('P', 'B', 2), row('Q', 'C', 205));
    await site.settle();
    expect(await site.leaves(shipped!)).toEqual(['READY@B P×2']);
    expect(await site.leaves(picked!)).toEqual(['READY@A P×4']);
    expect(waves).toBe(1);
    const [run] = await site.reader.runs(1);
    expect(run).toMatchObject({ policy: 'first-come', counts: { tried: 207, released: 207 } });
  }, 60_000);

  it('says who went before one that is held', async () => {
    const site = new TestSite(under().store);
    await site.products('P');
    await site.settings({ releaseOnInventoryChange: false });
    const [first] = await site.order({ P: 2 });
    const [large] = await site.order({ P: 5 });
    const [small] = await site.order({ P: 1 });
    await site.refresh(row('P', 'A', 5));
    const request = { trigger: 'manual', policy: null, dryRun: false, scope: {} } as const;
    const run = await releaseRun(site.ports, site.write(), request);
    const items = await site.reader.runItems(run.runId, 0, 10);
    const took = (shipment: typeof first, units: number) => ({
      shipmentNumber: shipment!.shipmentNumber,
      productCode: 'P',
      units,
    });
    expect(items).toMatchObject([
      { outcome: 'released', outrankedBy: [], youngerFirst: 0 },
      { reasonCode: 'OUTRANKED', outrankedBy: [took(small, 1), took(first, 2)], youngerFirst: 1 },
      { outcome: 'released', outrankedBy: [] },
    ]);
    // What it waits for is what is missing now.
    expect((await site.reader.queueState(large!.shipmentNumber)).waiting?.reason).toBe('NO_EXPECTED_DATE');
  });

  it('decides each alone where together breaks, and waits for a busy solver', async () => {
    const site = new TestSite(under().store);
    await site.products('P');
    const [first] = await site.order({ P: 1 });
    const [second] = await site.order({ P: 1 });
    const waits: number[] = [];
    const troubles = [new EngineError('QUEUE_FULL', 'all threads are busy'), new TypeError('a defect')];
    const ports = {
      ...site.ports,
      decideWave: async () => {
        throw troubles.shift() ?? new Error('asked too often');
      },
      wait: async (ms: number) => void waits.push(ms),
    };
    await site.refresh(row('P', 'A', 2));
    await site.settleWith(ports);
    expect([...(await site.leaves(first!)), ...(await site.leaves(second!))]).toEqual([
      'READY@A P×1',
      'READY@A P×1',
    ]);
    expect(waits).toEqual([100]);
    expect(troubles).toEqual([]);
  });
});

describe('what was decided ahead', () => {
  const child = (quantity: number) => ({
    fulfillmentLocationCode: 'A',
    futureDate: null,
    items: [{ lineId: 1, productCode: 'P', quantity }],
    allocations: [{ lineId: 1, quantity, futureInventoryId: null }],
  });
  const planned = new Map(
    [2, 1].map((units, at) => [at, { version: 1, decision: { children: [child(units)] } }]),
  );
  const ahead = { today: '2026-05-01', planned } as unknown as DecidedAhead;
  const page = (versions: readonly number[]) =>
    versions.map((version, shipmentNumber) => ({ shipment: { shipmentNumber, version } })) as never;
  const stock = (onHand: number) =>
    ({
      current: [{ locationCode: 'A', productCode: 'P', onHand, allocated: 0, pending: 0, safetyStock: 0 }],
      lots: [],
    }) as never;
  const today = '2026-05-01' as never;

  it('holds while its day, its shipments and its units are as they were', () => {
    expect(holdsFor(ahead, page([1, 1]), stock(3), today)).toBe(true);
    expect(holdsFor(ahead, page([1]), stock(2), today)).toBe(true);
  });

  it('does not where units are gone, a shipment changed or is new, or the day is another', () => {
    expect(holdsFor(ahead, page([1, 1]), stock(2), today)).toBe(false);
    expect(holdsFor(ahead, page([1, 2]), stock(3), today)).toBe(false);
    expect(holdsFor(ahead, page([1, 1, 1]), stock(3), today)).toBe(false);
    expect(holdsFor(ahead, page([1, 1]), stock(3), '2026-05-02' as never)).toBe(false);
  });
});
