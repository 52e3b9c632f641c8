import { type QueryCreator, sql } from 'kysely';
import type { ProductCode, ShipmentNumber, SiteId } from '../../domain/ids.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import type { ShipmentWriter } from '../../release/ports/shipments.ts';
import { any, asJson, unnested } from '../given-rows.ts';
import { insertSelected } from '../insert-selected.ts';
import type { TransactionContext } from '../site-context.ts';
import { type Given, statement } from '../statement.ts';
import type { Tables } from '../tables.ts';

/** A product that a shipment in the backlog wants. */
interface BacklogLine {
  readonly product_code: ProductCode;
  readonly shipment_number: ShipmentNumber;
}

const BACKLOG_FIELDS = { product_code: 'text', shipment_number: 'bigint' } as const;

/** Rows of `backlog_line`: what a shipment that waits wants, one a product that needs stock. */
const backlogLines = (shipments: readonly ShipmentRecord[]): BacklogLine[] =>
  shipments
    .filter((shipment) => shipment.shipmentStatus === 'BACKORDER' && !shipment.onHold)
    .flatMap(({ shipmentNumber, items }) => {
      const wanted = items.filter((item) => item.manageStock).map((item) => item.productCode);
      return [...new Set(wanted)].map((product_code) => ({ product_code, shipment_number: shipmentNumber }));
    });

interface Backlog {
  readonly siteId: SiteId;
  readonly backlog: readonly BacklogLine[];
}

const joinBacklog = (db: QueryCreator<Tables>, { siteId, backlog }: Given<Backlog>) =>
  insertSelected(
    db.insertInto('backlog_line'),
    db
      .selectFrom(unnested('wanted', backlog, BACKLOG_FIELDS))
      .select([siteId.as('site_id'), 'wanted.product_code', 'wanted.shipment_number']),
  ).onConflict((conflict) => conflict.doNothing());

/** A shipment to be written, with the record as JSON text. */
interface Written {
  readonly shipment_number: ShipmentNumber;
  readonly version: number;
  readonly record: string;
}

const WRITTEN_FIELDS = { shipment_number: 'bigint', version: 'integer', record: 'jsonb' } as const;

interface New extends Backlog {
  readonly shipments: readonly Written[];
}

const insertRecords = (db: QueryCreator<Tables>, given: Given<New>) =>
  insertSelected(
    db.insertInto('shipment'),
    db
      .selectFrom(unnested('g', given.shipments, WRITTEN_FIELDS))
      .select([given.siteId.as('site_id'), 'g.shipment_number', 'g.version', 'g.record']),
  ).returning('shipment_number');

/** New shipments of which none is in the backlog, as after a release. */
const insertOutside = statement((db, given: Given<New>) => insertRecords(db, given));

const insertWithBacklog = statement((db, given: Given<New>) =>
  db
    .with('joined', () => joinBacklog(db, given))
    .with('made', () => insertRecords(db, given))
    .selectFrom('made')
    .select('shipment_number'),
);

interface Changes extends Backlog {
  readonly shipmentNumbers: readonly ShipmentNumber[];
  /** With the versions that the shipments shall have, one above those expected of them. */
  readonly shipments: readonly Written[];
}

const changeShipments = (db: QueryCreator<Tables>, given: Given<Changes>) =>
  db
    .updateTable('shipment as s')
    .from(unnested('g', given.shipments, WRITTEN_FIELDS))
    .set((eb) => ({ version: eb.ref('g.version'), record: eb.ref('g.record') }))
    .where('s.site_id', '=', given.siteId)
    .where('s.shipment_number', '=', any(given.shipmentNumbers))
    .whereRef('s.shipment_number', '=', 'g.shipment_number')
    .where((eb) => eb('s.version', '=', eb('g.version', '-', eb.lit(1))))
    .returning('s.shipment_number');

/** Changes after which none of the shipments is in the backlog. Answers those that had the expected version. */
const updateOutside = statement((db, given: Given<Changes>) =>
  db
    .with('changed', () => changeShipments(db, given))
    .with('left_the_backlog', (query) =>
      query
        .deleteFrom('backlog_line')
        .where('site_id', '=', given.siteId)
        .where('shipment_number', '=', any(given.shipmentNumbers)),
    )
    .selectFrom('changed')
    .select('shipment_number'),
);

/** Changes after which some are in the backlog. Answers those that had the expected version. */
const updateWithBacklog = statement((db, given: Given<Changes>) =>
  db
    .with('changed', () => changeShipments(db, given))
    .with('left_the_backlog', (query) =>
      query
        .deleteFrom('backlog_line')
        .where('site_id', '=', given.siteId)
        .where('shipment_number', '=', any(given.shipmentNumbers))
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom(unnested('wanted', given.backlog, BACKLOG_FIELDS))
                .select('wanted.product_code')
                .whereRef('wanted.shipment_number', '=', 'backlog_line.shipment_number')
                .whereRef('wanted.product_code', '=', 'backlog_line.product_code'),
            ),
          ),
        ),
    )
    .with('joined_the_backlog', () => joinBacklog(db, given))
    .selectFrom('changed')
    .select('shipment_number'),
);

const nextNumbers = statement((db, { count }: Given<{ readonly count: number }>) =>
  db
    .selectFrom(sql<object>`generate_series(1, ${count}::integer)`.as('series'))
    .select(sql<ShipmentNumber>`nextval('shipment_number')`.as('number')),
);

const lockRecords = statement(
  (db, given: Given<{ readonly siteId: SiteId; readonly shipmentNumbers: readonly ShipmentNumber[] }>) =>
    db
      .selectFrom('shipment')
      .select('record')
      .where('site_id', '=', given.siteId)
      .where('shipment_number', '=', any(given.shipmentNumbers))
      .orderBy('shipment_number')
      .forUpdate(),
);

const writtenAs = (shipment: ShipmentRecord, version: number): Written => ({
  shipment_number: shipment.shipmentNumber,
  version,
  record: asJson({ ...shipment, version }),
});

/** Writes shipments, and with them what the backlog wants. */
export function shipmentWriter(context: TransactionContext): ShipmentWriter {
  const { db, siteId } = context;
  return {
    async nextShipmentNumbers(count) {
      return (await nextNumbers(db, { count })).map((row) => row.number);
    },
    async lockShipments(shipmentNumbers) {
      return (await lockRecords(db, { siteId, shipmentNumbers })).map((row) => row.record);
    },
    async insertShipments(shipments) {
      if (shipments.length === 0) return;
      const written = shipments.map((shipment) => writtenAs(shipment, 1));
      const backlog = backlogLines(shipments);
      const insert = backlog.length === 0 ? insertOutside : insertWithBacklog;
      await insert(db, { siteId, shipments: written, backlog });
    },
    async updateShipments(changes) {
      if (changes.length === 0) return true;
      const shipments = changes.map(({ shipment, expectedVersion }) =>
        writtenAs(shipment, expectedVersion + 1),
      );
      const backlog = backlogLines(changes.map(({ shipment }) => shipment));
      const update = backlog.length === 0 ? updateOutside : updateWithBacklog;
      const shipmentNumbers = shipments.map((each) => each.shipment_number);
      // Unless all had the expected version, nothing of it may be committed.
      const all =
        (await update(db, { siteId, shipments, shipmentNumbers, backlog })).length === changes.length;
      if (!all) context.refuse('updateShipments');
      return all;
    },
  };
}
