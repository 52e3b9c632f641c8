import type { ShipmentNumber } from '../../domain/ids.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import { type AttemptResult, skipped } from '../carry-out/options.ts';
import type { ReleasePorts } from '../service-ports.ts';

/** Waits for a free solver, each in milliseconds, before a run leaves the rest to a later step; a run is in no hurry. */
const PATIENCE_MS = [100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000];

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');
const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '');
const engineCodeOf = (error: unknown): string => (nameOf(error) === 'EngineError' ? codeOf(error) : '');

const isBusy = (error: unknown): boolean => ['QUEUE_FULL', 'QUEUE_TIMEOUT'].includes(engineCodeOf(error));

/** Trouble that is no shipment's own: the store is away, all solvers are busy or stop, another works on the run. */
export const isElsewhere = (error: unknown): boolean =>
  nameOf(error) === 'StoreError' ||
  nameOf(error) === 'RunTaken' ||
  isBusy(error) ||
  engineCodeOf(error) === 'CLOSED';

/** The ports of a run: a busy solver is asked again after a while, longer each time. */
export function patient(ports: ReleasePorts): ReleasePorts {
  const patiently =
    <Asked, Answer>(decide: (request: Asked) => Promise<Answer>) =>
    async (request: Asked): Promise<Answer> => {
      for (let tries = 0; ; tries++) {
        try {
          return await decide(request);
        } catch (error) {
          const waitMs = PATIENCE_MS[tries];
          if (waitMs === undefined || !isBusy(error)) throw error;
          await ports.wait(waitMs);
        }
      }
    };
  return { ...ports, decide: patiently(ports.decide), decideWave: patiently(ports.decideWave) };
}

/** What kind of trouble broke an attempt; the code of an error of ours, where it has one. */
function failureOf(error: unknown): string {
  if (nameOf(error) === 'InvariantError') return 'INVARIANT_BROKEN';
  if (nameOf(error) === 'InputError') return 'INVALID_ATTEMPT';
  if (['ENGINE_FAILED', 'WORKER_LOST', 'INVALID_PROGRAM'].includes(engineCodeOf(error)))
    return 'ENGINE_FAILED';
  return nameOf(error) === 'ServiceError' ? codeOf(error) : 'INTERNAL';
}

/**
 * What an attempt came to that threw: nothing proven in time is skipped, anything else has failed, and is logged.
 *
 * @throws Error what is no shipment's own trouble
 */
export function resultOfTrouble(
  { log }: ReleasePorts,
  error: unknown,
  shipmentNumber: ShipmentNumber,
  shipment: ShipmentRecord | null = null,
): AttemptResult {
  if (isElsewhere(error)) throw error;
  if (nameOf(error) === 'NothingProvenError' || engineCodeOf(error) === 'DEADLINE_PASSED') {
    return skipped('NOTHING_PROVEN', shipment);
  }
  const code = failureOf(error);
  log?.error({ err: error, shipmentNumber, code }, 'an attempt failed; its run goes on');
  return { ...skipped(code, shipment), outcome: 'failed' };
}
