import type { HeldLine } from '../../../domain/decision.ts';
import type { CombinedFix } from '../../../domain/fix.ts';
import type { Snapshot } from '../../../domain/snapshot.ts';
import { EFFORT } from '../effort.ts';
import { END_OF_TIME } from '../gates.ts';
import type { Inquiry } from '../inquiry.ts';
import { applied, withProducts, withReceived } from './applied.ts';
import { higherLimit, type Limit, longerLimit } from './limits.ts';
import {
  allowLocations,
  closedLocations,
  exclusionsOf,
  openLocations,
  withAllowed,
  withOpened,
} from './locations.ts';
import { earlierLots, receiveOverdue } from './lots.ts';
import { moreUnits } from './more-units.ts';
import type { OwnFix } from './own-fix.ts';
import { enableProducts, enableSite, useCurrent } from './switches.ts';

/** A kind of change, as one half of a combination. */
interface Half {
  /** The fix of this kind, where it is one on its own. */
  readonly isAlready: (fix: OwnFix) => boolean;
  readonly find: (inquiry: Inquiry, lines: readonly HeldLine[]) => Promise<OwnFix[]>;
  /** The attempt with as much of this change as there could be; the same where nothing is left to change. */
  readonly widest: (snapshot: Snapshot) => Snapshot;
}

const ofKind = (kind: OwnFix['kind']) => (fix: OwnFix) => fix.kind === kind;

const settingsWith = (snapshot: Snapshot, settings: Partial<Snapshot['settings']>): Snapshot => ({
  ...snapshot,
  settings: { ...snapshot.settings, ...settings },
});

const raised = (limit: Limit): Half => ({
  isAlready: (fix) => fix.kind === 'RAISE_LIMIT' && fix.limit === limit,
  find: (inquiry) => higherLimit(inquiry, limit),
  widest: (snapshot) =>
    snapshot.settings[limit] === null ? snapshot : settingsWith(snapshot, { [limit]: null }),
});

const LIMITS: readonly Half[] = [
  raised('maxFulfillingLocations'),
  raised('maxSplitItemLocations'),
  raised('maxChildShipments'),
];

/** In the order of how little each asks. */
const CHANGES: readonly Half[] = [
  {
    isAlready: ofKind('RECEIVE_OVERDUE_LOTS'),
    find: receiveOverdue,
    widest: (snapshot) => withReceived(snapshot),
  },
  {
    isAlready: ofKind('ENABLE_FUTURE_FOR_PRODUCT'),
    find: enableProducts,
    widest: (snapshot) =>
      snapshot.shipment.items.every((line) => line.allowsFutureAllocate)
        ? snapshot
        : withProducts(snapshot, () => true),
  },
  {
    isAlready: ofKind('ALLOW_LOCATION'),
    find: allowLocations,
    widest: (snapshot) => {
      const excluded = snapshot.shipment.items.flatMap(exclusionsOf);
      return excluded.length === 0 ? snapshot : withAllowed(snapshot, excluded);
    },
  },
  {
    isAlready: ofKind('OPEN_LOCATION'),
    find: openLocations,
    widest: (snapshot) => {
      const closed = closedLocations(snapshot);
      return closed.length === 0 ? snapshot : withOpened(snapshot, closed);
    },
  },
  {
    isAlready: ofKind('ENABLE_FUTURE_FOR_SITE'),
    find: enableSite,
    widest: (snapshot) =>
      snapshot.settings.futureInventoryEnabled
        ? snapshot
        : settingsWith(snapshot, { futureInventoryEnabled: true }),
  },
  {
    isAlready: ofKind('USE_CURRENT_INVENTORY'),
    find: useCurrent,
    widest: (snapshot) =>
      snapshot.settings.useCurrentInventory
        ? snapshot
        : settingsWith(snapshot, { useCurrentInventory: true }),
  },
  {
    isAlready: ofKind('EXTEND_FUTURE_DATE_LIMIT'),
    find: longerLimit,
    widest: (snapshot) =>
      snapshot.futureLots.some((lot) => lot.deliveryDay > snapshot.lastFutureDay)
        ? { ...snapshot, lastFutureDay: END_OF_TIME }
        : snapshot,
  },
  ...LIMITS,
];

/** What can only complete another change: it has no widest form of its own. */
const COMPLETING: readonly Half[] = [
  { isAlready: ofKind('MOVE_LOTS_EARLIER'), find: earlierLots, widest: (snapshot) => snapshot },
  { isAlready: ofKind('ADD_UNITS'), find: moreUnits, widest: (snapshot) => snapshot },
];

/** A longer limit lets in whatever would be moved into it; goods complete only a limit: else they do on their own. */
function mayComplete(first: Half, second: Half): boolean {
  if (first.isAlready === CHANGES[6]!.isAlready && second === COMPLETING[0]) return false;
  return second !== COMPLETING[1] || LIMITS.includes(first);
}

/**
 * Pairs of changes of two kinds that release the shipment together, where neither kind does alone: of the first as much as
 * there could be and the least of the second, then the least of the first beside that. So neither can be smaller, and
 * none contains a fix of one kind.
 *
 * @param found the fixes of one kind
 */
export async function combinedFixes(
  inquiry: Inquiry,
  lines: readonly HeldLine[],
  found: readonly OwnFix[],
): Promise<CombinedFix[]> {
  const { snapshot } = inquiry;
  const isOpen = ({ isAlready }: Half) => !found.some(isAlready);
  const firsts = CHANGES.filter((half) => isOpen(half) && half.widest(snapshot) !== snapshot);
  const widest = firsts.reduce((wide, half) => half.widest(wide), snapshot);
  const completing = COMPLETING.filter(isOpen);
  const isAnyPossible = firsts.length > 1 || (firsts.length === 1 && completing.length > 0);
  if (!isAnyPossible || !(await inquiry.couldGoWith(widest, completing.includes(COMPLETING[1]!)))) return [];
  const fixes: CombinedFix[] = [];
  for (const [position, first] of firsts.entries()) {
    const changed = inquiry.beside(first.widest(snapshot));
    for (const second of [...firsts.slice(position + 1), ...completing]) {
      if (inquiry.isTimeUp() || fixes.length === EFFORT.mostCombinations.value) return fixes;
      if (!mayComplete(first, second)) continue;
      const all = await pairOf(inquiry, changed, first, second, lines);
      if (all !== null) fixes.push({ kind: 'COMBINED', all });
    }
  }
  return fixes;
}

/** @param changed the attempt with as much of the first change as there could be */
async function pairOf(
  inquiry: Inquiry,
  changed: Inquiry,
  first: Half,
  second: Half,
  lines: readonly HeldLine[],
): Promise<OwnFix[] | null> {
  const [completing] = await second.find(changed, lines);
  if (completing === undefined) return null;
  const beside = applied(inquiry.snapshot, completing);
  const [completed] = await first.find(inquiry.beside(beside), lines);
  return completed === undefined ? null : [completed, completing];
}
