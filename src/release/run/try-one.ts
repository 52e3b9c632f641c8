import type { ShipmentNumber } from '../../domain/ids.ts';
import type { RunRecord } from '../../domain/site/run.ts';
import { attemptRelease } from '../carry-out/attempt.ts';
import { type AttemptResult, skipped } from '../carry-out/options.ts';
import { propose } from '../carry-out/propose.ts';
import type { ReleasePorts, Write } from '../service-ports.ts';
import type { DryRunStock } from './dry-run-stock.ts';

/** Waits for a free solver, each in milliseconds, before a run gives up; a run is in no hurry. */
const PATIENCE_MS = [100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000];

const nameOf = (error: unknown) => (error instanceof Error ? error.name : '');
const codeOf = (error: unknown) =>
  nameOf(error) === 'EngineError' ? String((error as Error & { code?: unknown }).code) : '';

/** Decides a shipment on what the plans before it would leave, and changes nothing. */
async function decideDryRun(
  ports: ReleasePorts,
  run: RunRecord,
  { siteId }: Write,
  dryRunStock: DryRunStock,
  shipmentNumber: ShipmentNumber,
): Promise<AttemptResult> {
  const reader = ports.store.reader(siteId);
  const shipment = await reader.shipment(shipmentNumber);
  if (shipment?.shipmentStatus !== 'BACKORDER') return skipped('NOT_IN_BACKORDER', shipment);
  const { decision } = await propose(ports, reader, shipment, {
    settings: run.settings,
    explain: 'reasons',
    mayPass: true,
    isByChange: false,
    adjusted: (stock) => dryRunStock.less(stock),
  });
  dryRunStock.take(decision);
  return {
    outcome: decision.decision,
    reasonCode: decision.hold?.reason ?? null,
    shipment,
    decision,
    newChildNumbers: [],
  };
}

/**
 * What a run does with one shipment. A solver that broke, a plan that the checker refused, and an attempt that
 * proved nothing concern that shipment alone; for a busy solver it waits.
 *
 * @throws Error what ends the run: a store that is away, a service that stops
 */
export async function tryOne(
  ports: ReleasePorts,
  run: RunRecord,
  write: Write,
  dryRunStock: DryRunStock,
  shipmentNumber: ShipmentNumber,
): Promise<AttemptResult> {
  const { siteId, correlationId } = write;
  const { settings, settingsVersion } = run;
  const mayPass = run.trigger === 'manual' && Object.values(run.scope).some((part) => part !== undefined);
  const isByChange = run.trigger === 'inventory';
  const fixed = { explain: 'reasons', evenOnHold: false } as const;
  const options = { ...fixed, siteId, settings, settingsVersion, correlationId, mayPass, isByChange };
  for (let tries = 0; ; tries++) {
    try {
      if (run.dryRun) return await decideDryRun(ports, run, write, dryRunStock, shipmentNumber);
      return await attemptRelease(ports, shipmentNumber, options);
    } catch (error) {
      const code = codeOf(error);
      const waitMs = PATIENCE_MS[tries];
      if ((code === 'QUEUE_FULL' || code === 'QUEUE_TIMEOUT') && waitMs !== undefined) {
        await ports.wait(waitMs);
      } else if (nameOf(error) === 'NothingProvenError' || code === 'DEADLINE_PASSED') {
        return skipped('NOTHING_PROVEN');
      } else if (nameOf(error) === 'InvariantError') {
        return skipped('INVARIANT_BROKEN');
      } else if (['ENGINE_FAILED', 'WORKER_LOST', 'INVALID_PROGRAM'].includes(code)) {
        return skipped('ENGINE_FAILED');
      } else throw error;
    }
  }
}
