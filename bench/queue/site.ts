import { answersOn, systemNow } from '../../src/app/compose.ts';
import { type FutureInventoryId, type LocationCode, type ProductCode, SiteId } from '../../src/domain/ids.ts';
import { SiteSettings } from '../../src/domain/site/settings.ts';
import { takeAttempt } from '../../src/input/take-attempt.ts';
import { takeWave } from '../../src/input/take-wave.ts';
import { createSandboxGateway } from '../../src/release/payment/gateways/sandbox.ts';
import type { ReleasePorts, Write } from '../../src/release/service-ports.ts';
import type { Pool } from '../../src/threads/pool.ts';
import { machineWait } from '../../test/clock.ts';
import { cause, item, shipment } from '../../test/store/records.ts';
import { Random } from '../random.ts';
import type { BenchStore } from '../store/database.ts';

/** Shipments written at once. */
const CHUNK = 2_000;
const LOCATIONS = ['A', 'B', 'C', 'D'] as LocationCode[];
/** Shipments that want one product, on average over their lines. */
const A_PRODUCT = 40;

let ids = 0;
const newId = (): string => `bench-${++ids}`;

/** The services as `serve` puts them together, on a store of the benchmark. */
export function portsOn({ store }: BenchStore, pool: Pool): ReleasePorts {
  const answers = answersOn(pool);
  return {
    store,
    gateway: createSandboxGateway(),
    decide: (request) => answers.decideAttempt(takeAttempt(request, systemNow())),
    decideWave: async (request) => answers.decideWave(takeWave(request, systemNow())),
    now: systemNow,
    wait: machineWait,
    newId,
    attemptTimeLimitMs: 5_000,
  };
}

export const siteCalled = (name: string): SiteId => SiteId.parse(name);
export const productCalled = (code: string): ProductCode => code as ProductCode;

export const writeTo = (siteId: SiteId): Write => ({
  siteId,
  correlationId: newId(),
  idempotency: null,
  expectedVersion: null,
});

/** Products of a backlog of some size. */
export const productsOf = (backlog: number): ProductCode[] =>
  Array.from({ length: Math.max(1, Math.round(backlog / A_PRODUCT)) }, (_, index) =>
    productCalled(`P${index}`),
  );

/**
 * A backlog of shipments with one to three lines of one to five units, stock at four locations for about a third of
 * them, and a lot of each third product. Nothing of it was tried, and nobody is woken.
 */
export async function fillSite({ store, executeSql }: BenchStore, siteId: SiteId, backlog: number) {
  const random = new Random(20_260_501);
  const codes = productsOf(backlog);
  await store.transaction(siteId, (tx) =>
    tx.putSettings(SiteSettings.parse({ futureInventoryEnabled: true }), null),
  );
  for (let done = 0; done < backlog; done += CHUNK) {
    await store.transaction(siteId, async (tx) => {
      const numbers = await tx.nextShipmentNumbers(Math.min(CHUNK, backlog - done));
      await tx.insertShipments(
        numbers.map((number) => {
          const wanted = new Set(Array.from({ length: random.integer(1, 3) }, () => random.pick(codes)));
          const items = [...wanted].map((code, line) => item(code, random.integer(1, 5), line + 1));
          return shipment(number, { items });
        }),
      );
    });
  }
  await store.transaction(siteId, async (tx) => {
    await tx.lockStock(codes);
    const rows = codes.flatMap((productCode) =>
      LOCATIONS.map((locationCode) => ({ productCode, locationCode, onHand: random.integer(0, 35) })),
    );
    await tx.setOnHand(rows, cause('refresh'));
    const deliveryDate = systemNow().slice(0, 10) as never;
    const lots = codes
      .filter((_, index) => index % 3 === 0)
      .map((productCode, index) => ({
        futureInventoryId: `po-${index}` as FutureInventoryId,
        locationCode: LOCATIONS[index % LOCATIONS.length]!,
        productCode,
        deliveryDate,
        quantity: random.integer(0, 60),
      }));
    await tx.setLots(lots, cause('refresh'));
  });
  await executeSql('analyze');
}
