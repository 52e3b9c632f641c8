import type { Decision } from '../../domain/decision.ts';
import { EngineError } from '../../solver/engine.ts';

/** The attempt that every thread decides before it is asked. Five units wanted, three here now, the others tomorrow. */
export const SAMPLE = {
  asOf: '2026-05-01T09:00:00Z',
  settings: { futureInventoryEnabled: true },
  shipment: { shipmentNumber: 1, items: [{ lineId: 1, productCode: 'A', quantity: 5 }] },
  inventory: [{ locationCode: 'A', productCode: 'A', available: 3 }],
  futureInventory: [
    { futureInventoryId: '1', locationCode: 'A', productCode: 'A', deliveryDate: '2026-05-02', available: 2 },
  ],
};

/** A value as a body. */
export const bytesOf = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** @throws EngineError `ENGINE_FAILED` when this is not the decision on {@link SAMPLE} */
export function assertSampleDecision({ decision, children, proof }: Decision): void {
  const days = children.map(({ items }) => items.map(({ quantity }) => quantity).join('+'));
  if (decision === 'released' && proof.status === 'optimal' && days.join(', ') === '3, 2') return;
  throw new EngineError(
    'ENGINE_FAILED',
    `expected the sample attempt to be released, 3 now and 2 tomorrow, got ${decision}, ${days.join(', ') || 'nothing'}`,
    { engine: proof.engine },
  );
}
