import { CompiledQuery } from 'kysely';
import type { Proposal } from '../../src/release/carry-out/proposal.ts';
import { split } from '../../src/release/split.ts';
import type { BenchStore } from './database.ts';
import { NOW } from './database.ts';
import { SITE } from './released.ts';

type Run = (text: string, ...values: readonly unknown[]) => Promise<readonly Record<string, unknown>[]>;

/** `($1, $2), ($3, $4)`: rows of one insert. */
const places = (rows: number, columns: number): string =>
  Array.from(
    { length: rows },
    (_, row) =>
      `(${Array.from({ length: columns }, (__, column) => `$${row * columns + column + 1}`).join(', ')})`,
  ).join(', ');

/** The same rows as a release of ours writes, by the statements that somebody would write for just this. */
async function writeRelease(run: Run, { shipment, decision }: Proposal, newId: () => string): Promise<void> {
  const codes = shipment.items.map((item) => item.productCode);
  const sources = decision.children.map((child) => ({
    location: child.fulfillmentLocationCode,
    product: child.items[0]!.productCode,
    units: child.items[0]!.quantity,
  }));
  const numbers = await run(`select nextval('shipment_number') as number from generate_series(1, 2)`);
  const children = numbers.map((row) => Number(row.number));
  const made = split(shipment, decision.children, children as never, NOW, {});
  const parent = { ...made.parent, version: 2 };
  const locked = await run(
    'select version from shipment where site_id = $1 and shipment_number = $2 for update',
    SITE,
    shipment.shipmentNumber,
  );
  if (locked[0]?.version !== 1) throw new Error('changed');
  for (const { location, product, units } of sources) {
    const taken = await run(
      `update stock set allocated = allocated + $4
       where site_id = $1 and location_code = $2 and product_code = $3 and available >= $4 returning product_code`,
      SITE,
      location,
      product,
      units,
    );
    if (taken.length === 0) throw new Error('short');
  }
  await run(
    'update product_stock set version = version + 1 where site_id = $1 and product_code in ($2, $3)',
    SITE,
    ...codes,
  );
  await run(
    `insert into allocation (site_id, shipment_number, line_id, location_code, product_code, quantity)
     values ${places(2, 6)}`,
    ...sources.flatMap(({ location, product, units }, index) => [
      SITE,
      children[index],
      index + 1,
      location,
      product,
      units,
    ]),
  );
  await run(
    `insert into ledger (site_id, at, cause, reference, location_code, product_code, allocated_delta)
     values ${places(2, 7)}`,
    ...sources.flatMap(({ location, product, units }) => [
      SITE,
      NOW,
      'release',
      String(shipment.shipmentNumber),
      location,
      product,
      units,
    ]),
  );
  await run(
    `insert into shipment (site_id, shipment_number, version, record) values ${places(2, 4)}`,
    ...made.children.flatMap((child) => [SITE, child.shipmentNumber, 1, JSON.stringify(child)]),
  );
  await run(
    'update shipment set version = 2, record = $3 where site_id = $1 and shipment_number = $2',
    SITE,
    shipment.shipmentNumber,
    JSON.stringify(parent),
  );
  await run(
    'delete from backlog_line where site_id = $1 and shipment_number = $2',
    SITE,
    shipment.shipmentNumber,
  );
  const events = ['READY', 'READY', 'REASSIGNED', 'released'].map((status, index) => ({
    eventId: newId(),
    topic: status === 'released' ? 'shipment.released' : 'shipment.statuschanged',
    entityId: String(children[index] ?? shipment.shipmentNumber),
    timestamp: NOW,
    correlationId: 'bench',
    extendedProperties: [
      { key: 'orderId', value: shipment.orderNumber },
      { key: 'oldstatus', value: 'BACKORDER' },
      { key: 'newstatus', value: status },
      { key: 'childShipmentNumbers', value: children },
    ],
  }));
  await run(
    `insert into event (site_id, record) values ${places(4, 2)}`,
    ...events.flatMap((event) => [SITE, JSON.stringify(event)]),
  );
  await run(
    `insert into audit (site_id, shipment_number, record) values ${places(3, 3)}`,
    ...[...children, shipment.shipmentNumber].flatMap((number) => [
      SITE,
      number,
      JSON.stringify({
        at: NOW,
        action: 'release',
        shipmentNumber: number,
        correlationId: 'bench',
        details: { from: 'BACKORDER', to: 'READY', engine: 'bench', proof: 'optimal' },
      }),
    ]),
  );
}

/** Commits one plan by plain SQL, through the same driver and pool. */
export async function releaseByHand(
  { database }: BenchStore,
  proposal: Proposal,
  newId: () => string,
): Promise<void> {
  await database.db.connection().execute(async (connection) => {
    const run: Run = async (text, ...values) =>
      (await connection.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text, [...values]))).rows;
    await run('begin');
    try {
      await writeRelease(run, proposal, newId);
      await run('commit');
    } catch (error) {
      await run('rollback');
      throw error;
    }
  });
}
