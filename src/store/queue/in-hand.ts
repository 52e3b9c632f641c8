import type { ExpressionBuilder } from 'kysely';
import type { ShipmentNumber } from '../../domain/ids.ts';
import type { InHand } from '../../release/ports/queue.ts';
import { type GivenRows, unnested } from '../given-rows.ts';
import type { Tables } from '../tables.ts';

/** Lines of `backlog_line`, by whatever a statement has joined to them. */
type Line = ExpressionBuilder<Tables, 'backlog_line'>;

/** A shipment that is being decided, as statements are given it. */
export interface InHandRow {
  readonly shipment_number: ShipmentNumber;
  /** 0: it was not due. */
  readonly mark: number;
}

export const inHandRows = (inHand: readonly InHand[]): InHandRow[] =>
  inHand.map(({ shipmentNumber, mark }) => ({ shipment_number: shipmentNumber, mark: mark ?? 0 }));

const FIELDS = { shipment_number: 'bigint', mark: 'bigint' } as const;

/** Whether the shipment of a line is not being decided: whatever it was undecided by before, it is. */
export const isNotInHand = (eb: Line, rows: GivenRows<InHandRow>) =>
  eb.not(
    eb.exists(
      eb
        .selectFrom(unnested('hand', rows, FIELDS))
        .select('hand.mark')
        .whereRef('hand.shipment_number', '=', 'backlog_line.shipment_number'),
    ),
  );

/** Whether a line is marked, and of a shipment that is being decided by a change since. */
export const isMarkedSince = (eb: Line, rows: GivenRows<InHandRow>) =>
  eb.and([
    eb('backlog_line.due', 'is not', null),
    eb.not(
      eb.exists(
        eb
          .selectFrom(unnested('hand', rows, FIELDS))
          .select('hand.mark')
          .whereRef('hand.shipment_number', '=', 'backlog_line.shipment_number')
          .whereRef('hand.mark', '>=', 'backlog_line.due'),
      ),
    ),
  ]);
