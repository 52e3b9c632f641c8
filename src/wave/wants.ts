import type { Settings } from '../domain/settings.ts';
import type { Line } from '../domain/shipment.ts';
import type { Standing, WaveSnapshot } from '../domain/wave/snapshot.ts';
import { managedLines } from '../formulation/eligibility/managed-lines.ts';
import { kitGroups } from '../formulation/kits.ts';
import type { LineClass, LineClasses } from './classes.ts';

/** What a shipment wants of one product, for lines that may take from the same sources. */
interface Want {
  readonly class: LineClass;
  /** Units of all its lines. */
  readonly units: number;
  /** By id; more than one only in full release. */
  readonly lines: readonly Line[];
}

/** What a shipment wants. */
export interface ShipmentWants {
  /** One for each line class; by the first of their lines. */
  readonly wants: readonly Want[];
  /** Units of all lines that need stock. */
  readonly units: number;
  /**
   * Whether flows decide alone what it can have of each day: no limit, weight or kit couples its products, and lines of one
   * product may take from the same sources. Any other shipment is an attempt of its own.
   */
  readonly isByFlows: boolean;
  /** Whether flows would decide alone but for limits on locations and children. */
  readonly isLimitedOnly: boolean;
}

/** Whether there is no limit on locations or children. */
const isUnlimited = (settings: Settings): boolean =>
  settings.maxFulfillingLocations === null &&
  settings.maxSplitItemLocations === null &&
  settings.maxChildShipments === null;

/** Whether lines that are kept together couple what is released. */
function groupsCouple({ shipment }: Standing, { partialRelease }: Settings): boolean {
  if (shipment.items.every((line) => line.itemDependency === null)) return false;
  // In full release every line goes, so only what leaves together couples them.
  return partialRelease !== 'none' || [...kitGroups(shipment).values()].some(({ together }) => together);
}

function mergeLines(lines: readonly Line[], { shipment }: Standing, classes: LineClasses): Want[] {
  const merged = new Map<LineClass, Line[]>();
  for (const line of lines) {
    const ofLine = classes.of(line, shipment);
    const known = merged.get(ofLine);
    if (known === undefined) merged.set(ofLine, [line]);
    else known.push(line);
  }
  return [...merged].map(([ofLines, taken]) => ({
    class: ofLines,
    lines: taken,
    units: taken.reduce((sum, { quantity }) => sum + quantity, 0),
  }));
}

/** What every shipment of a wave wants, in the order of the queue. */
export function wantsOf(wave: WaveSnapshot, classes: LineClasses): ShipmentWants[] {
  const { settings } = wave;
  const hasNoLimit = isUnlimited(settings);
  const isLexicographic = settings.objective.mode === 'lexicographic';
  const isPartial = settings.partialRelease !== 'none';
  return wave.shipments.map((standing) => {
    const lines = managedLines(standing.shipment);
    const wants = mergeLines(lines, standing, classes);
    const products = new Set(wants.map((want) => want.class.product));
    const isApart = products.size === wants.length && (!isPartial || wants.length === lines.length);
    const wouldFlow = isLexicographic && isApart && !groupsCouple(standing, settings);
    return {
      wants,
      units: wants.reduce((sum, { units }) => sum + units, 0),
      isByFlows: wouldFlow && hasNoLimit,
      isLimitedOnly: wouldFlow && !hasNoLimit,
    };
  });
}
