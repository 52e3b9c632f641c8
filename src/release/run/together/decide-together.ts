import type { Decision } from '../../../domain/decision.ts';
import type { ShipmentNumber } from '../../../domain/ids.ts';
import type { Outranked } from '../../../domain/site/run.ts';
import type { SiteSettings } from '../../../domain/site/settings.ts';
import type { ShipmentRecord } from '../../../domain/site/shipment.ts';
import type { WavePolicy } from '../../../domain/wave/request.ts';
import type { AttemptContext } from '../../../routing/attempt-request.ts';
import { waveRequest } from '../../../routing/wave-request.ts';
import { isWholeOnly } from '../../carry-out/propose.ts';
import type { ReleasePorts } from '../../service-ports.ts';
import { isElsewhere } from '../trouble.ts';

/** What a wave decided of one shipment. */
export interface TogetherDecision extends Outranked {
  readonly decision: Decision;
}

/** What a wave decided, by shipment; who is missing is decided alone. */
type DecidedTogether = ReadonlyMap<ShipmentNumber, TogetherDecision>;

const NOBODY: DecidedTogether = new Map();

/** The longest stretches of items that are alike, in their order. */
export function inStretches<Item>(items: readonly Item[], isOther: (item: Item) => boolean): Item[][] {
  const stretches: Item[][] = [];
  for (const [index, item] of items.entries()) {
    const goesOn = index > 0 && isOther(item) === isOther(items[index - 1]!);
    if (goesOn) stretches.at(-1)!.push(item);
    else stretches.push([item]);
  }
  return stretches;
}

/** How shipments are asked for. */
interface Asked {
  readonly policy: WavePolicy;
  readonly settings: SiteSettings;
  /** A change has asked for it, and no run. */
  readonly isByChange: boolean;
}

/** Whether what is asked of each could differ from what is asked of all. */
export function isEachAlone({ policy, settings, isByChange }: Asked): boolean {
  if (policy === 'one-by-one') return true;
  const mayPart = settings.releaseBackorderJob.partialReleaseEnabled && !isWholeOnly(settings, isByChange);
  // A part of too few units is none, and of how many is known only when it is decided.
  return settings.maxChildShipments !== null || (mayPart && settings.minPartialUnits > 1);
}

/**
 * Decides shipments of one page together: those before keep what they are given, and from where is chosen for all of
 * them, so that nobody is held by where somebody before him leaves from.
 *
 * @param shipments in queue order, all of which may be tried
 * @param context of what they may take
 * @returns nobody where each is to be decided alone: one-by-one, one shipment, or trouble that one of them has
 * @throws EngineError where no thread can be asked
 */
export async function decideTogether(
  ports: Pick<ReleasePorts, 'decideWave' | 'log'>,
  shipments: readonly ShipmentRecord[],
  asked: Asked,
  context: AttemptContext,
): Promise<DecidedTogether> {
  if (shipments.length < 2 || isEachAlone(asked)) return NOBODY;
  const { policy, settings, isByChange } = asked;
  const wholeOnly = isWholeOnly(settings, isByChange);
  try {
    const { decisions } = await ports.decideWave(waveRequest(shipments, context, { policy, wholeOnly }));
    return new Map(
      decisions.map(({ position: _, kept: __, outrankedBy, youngerFirst, ...decision }) => [
        decision.shipmentNumber,
        { decision, outrankedBy, youngerFirst },
      ]),
    );
  } catch (error) {
    if (isElsewhere(error)) throw error;
    // One that cannot be asked about must not keep the others from being tried; alone each has its own trouble.
    ports.log?.error({ err: error, shipments: shipments.length }, 'a page could not be decided together');
    return NOBODY;
  }
}
