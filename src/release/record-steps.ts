import { ChangedMeanwhile } from './changed-meanwhile.ts';
import { type EventContext, type ShipmentStep, shipmentEvents } from './events/new-events.ts';
import type { StoreTransaction } from './ports/store.ts';

/**
 * Writes the new state of shipments, the events about it, and the audit. Every change of a shipment goes through
 * here, so that states and events cannot differ.
 *
 * @throws ChangedMeanwhile where a shipment has another version than `before`
 */
export async function recordSteps(
  tx: StoreTransaction,
  steps: readonly ShipmentStep[],
  context: EventContext,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const made = steps.filter((step) => step.before === null).map((step) => step.after);
  const changes = steps.flatMap(({ before, after }) =>
    before === null ? [] : [{ shipment: after, expectedVersion: before.version }],
  );
  const waiting = new Map(
    steps.flatMap((step) =>
      step.waiting === undefined ? [] : [[step.after.shipmentNumber, step.waiting] as const],
    ),
  );
  if (made.length > 0) await tx.insertShipments(made, waiting);
  if (changes.length > 0 && !(await tx.updateShipments(changes))) {
    throw new ChangedMeanwhile('a shipment has another version');
  }
  const events = steps.flatMap((step) => shipmentEvents(step, context));
  if (events.length > 0) await tx.appendEvents(events);
  await tx.appendAudit(
    steps.map(({ before, after, trigger, details: ofStep, passed = [] }) => ({
      at: context.now,
      action: trigger,
      shipmentNumber: after.shipmentNumber,
      correlationId: context.correlationId,
      details: {
        from: before?.shipmentStatus ?? null,
        to: after.shipmentStatus,
        ...details,
        ...ofStep,
        ...(passed.length > 0 && { passed }),
      },
    })),
  );
}

/** The shipment as the store has it after {@link recordSteps}. */
export const recorded = <Shipment extends { readonly version: number }>(shipment: Shipment): Shipment => ({
  ...shipment,
  version: shipment.version + 1,
});
