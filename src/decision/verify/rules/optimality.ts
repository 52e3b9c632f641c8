import type { ProductCode } from '../../../domain/ids.ts';
import type { Line } from '../../../domain/shipment.ts';
import { coverDemands, type Demand } from '../max-flow.ts';
import { addTo, isReleased, type PlanReading, releasedUnits } from '../reading.ts';
import type { Finding, Rule } from '../rule.ts';
import { describeSource, type Source } from '../sources.ts';
import { mayTake } from './eligibility.ts';
import { groupsOf, groupsShippedTogether, smallestKit } from './groups.ts';

/** Units wanted of one line. */
interface Want {
  readonly line: Line;
  readonly units: number;
}

/** With a limit on locations or children, or lines that are shipped together, stock alone proves nothing. */
function isFreeToCombine(reading: PlanReading): boolean {
  const { maxFulfillingLocations, maxSplitItemLocations, maxChildShipments } = reading.snapshot.settings;
  const isLimited = [maxFulfillingLocations, maxSplitItemLocations, maxChildShipments].some(
    (most) => most !== null,
  );
  return !isLimited && groupsShippedTogether(reading).size === 0;
}

const isLexicographic = ({ snapshot }: PlanReading): boolean =>
  snapshot.settings.objective.mode === 'lexicographic';

/** The most units that eligible sources of one product, of the kind asked for, can give together. */
function mostUnits(
  reading: PlanReading,
  wants: readonly Want[],
  product: ProductCode,
  isAsked: (source: Source) => boolean,
): number {
  const sources = reading.sources
    .ofProduct(product)
    .filter((source) => source.capacity > 0 && isAsked(source));
  const demands: Demand[] = wants.map(({ line, units }) => ({
    quantity: units,
    sources: [...sources.keys()].filter((index) => mayTake(reading, line, sources[index] as Source)),
  }));
  const covered = coverDemands(
    demands,
    sources.map(({ capacity }) => capacity),
  );
  return covered.reduce((sum, units) => sum + units, 0);
}

function byProduct(wants: readonly Want[]): Map<ProductCode, Want[]> {
  const grouped = new Map<ProductCode, Want[]>();
  for (const want of wants) {
    if (!want.line.manageStock || want.units <= 0) continue;
    const siblings = grouped.get(want.line.productCode);
    if (siblings === undefined) grouped.set(want.line.productCode, [want]);
    else siblings.push(want);
  }
  return grouped;
}

const sumOf = (wants: readonly Want[]) => wants.reduce((sum, { units }) => sum + units, 0);

function coversAll(reading: PlanReading, wants: readonly Want[]): boolean {
  for (const [product, ofProduct] of byProduct(wants)) {
    if (mostUnits(reading, ofProduct, product, () => true) < sumOf(ofProduct)) return false;
  }
  return true;
}

/** What could be released next to what already is, and would lower the first tier. */
function* candidates(reading: PlanReading): Iterable<readonly Want[]> {
  const whole = (line: Line): Want => ({ line, units: line.quantity });
  if (reading.snapshot.settings.partialRelease === 'none') {
    yield [...reading.lines.values()].map(whole);
    return;
  }
  const isByLine = reading.snapshot.settings.partialRelease === 'line';
  for (const group of groupsOf(reading).values()) {
    const isWorth =
      group.some((line) => line.manageStock) && !group.every((line) => isReleased(reading, line));
    if (!isWorth) continue;
    const kit = smallestKit(group);
    const oneMore = (line: Line, at: number) => ({ line, units: releasedUnits(reading, line) + kit[at]! });
    yield group.map(isByLine ? whole : oneMore);
  }
  for (const line of reading.managedLines) {
    if (line.itemDependency !== null || isReleased(reading, line)) continue;
    yield [{ line, units: isByLine ? line.quantity : releasedUnits(reading, line) + 1 }];
  }
}

/** The first candidate that stock covers together with all that the plan releases. */
function releasable(reading: PlanReading): readonly Want[] | null {
  for (const candidate of candidates(reading)) {
    const chosen = new Set(candidate.map(({ line }) => line.lineId));
    const others = reading.managedLines
      .filter((line) => !chosen.has(line.lineId))
      .map((line) => ({ line, units: releasedUnits(reading, line) }));
    if (coversAll(reading, [...others, ...candidate])) return candidate;
  }
  return null;
}

function* releasableBut(decision: 'held' | 'partially-released', reading: PlanReading): Iterable<Finding> {
  if (reading.plan.decision !== decision) return;
  if (!isFreeToCombine(reading) && reading.managedLines.length > 0) return;
  // Weights may make holding cheaper than releasing, but only where holding a part is allowed at all.
  if (!isLexicographic(reading) && reading.snapshot.settings.partialRelease !== 'none') return;
  const candidate = releasable(reading);
  if (candidate === null) return;
  const lines = candidate.map(({ line, units }) => ({ lineId: line.lineId, quantity: units }));
  yield {
    path: decision === 'held' ? 'decision' : 'remainder',
    message: `stock covers ${lines.map((l) => `${l.quantity} units of line ${l.lineId}`).join(', ')} as well`,
    expected: lines,
    actual: lines.map(({ lineId }) => ({ lineId, quantity: reading.released.get(lineId) ?? 0 })),
  };
}

/** The units that are to come last, of each product, are the fewest that stock of the first kind leaves. */
function* firstChoiceLeft(reading: PlanReading, isFirstChoice: (source: Source) => boolean) {
  if (!isLexicographic(reading) || !isFreeToCombine(reading)) return;
  const wants = reading.managedLines.map((line) => ({ line, units: releasedUnits(reading, line) }));
  const second = new Map<ProductCode, number>();
  for (const { source, allocation } of reading.takes) {
    if (source !== null && !isFirstChoice(source)) addTo(second, source.productCode, allocation.quantity);
  }
  for (const [product, ofProduct] of byProduct(wants)) {
    const actual = second.get(product) ?? 0;
    if (actual === 0) continue;
    const expected = sumOf(ofProduct) - mostUnits(reading, ofProduct, product, isFirstChoice);
    if (actual > expected) yield { product, expected, actual };
  }
}

function* currentLeftUnused(reading: PlanReading): Iterable<Finding> {
  if (reading.snapshot.settings.useFutureBeforeCurrent) return;
  for (const { product, expected, actual } of firstChoiceLeft(reading, ({ day }) => day === null)) {
    yield {
      path: 'children',
      message: `${actual} units of ${product} are future, current stock leaves no more than ${expected} to it`,
      expected,
      actual,
    };
  }
}

function* futureLeftUnused(reading: PlanReading): Iterable<Finding> {
  if (!reading.snapshot.settings.useFutureBeforeCurrent) return;
  for (const { product, expected, actual } of firstChoiceLeft(reading, ({ day }) => day !== null)) {
    yield {
      path: 'children',
      message: `${actual} units of ${product} are current, future stock leaves no more than ${expected} to it`,
      expected,
      actual,
    };
  }
}

/** The lot with units left that would come to the line first; null where there is none. */
function earliestLeft(reading: PlanReading, line: Line): Source | null {
  let earliest: Source | null = null;
  for (const source of reading.sources.ofProduct(line.productCode)) {
    if (source.day === null || (earliest !== null && source.day >= earliest.day!)) continue;
    if ((reading.taken.get(source) ?? 0) >= source.capacity || !mayTake(reading, line, source)) continue;
    earliest = source;
  }
  return earliest;
}

function* earlierDateLeftUnused(reading: PlanReading): Iterable<Finding> {
  if (!isLexicographic(reading) || !isFreeToCombine(reading)) return;
  const earliestOf = new Map<Line, Source | null>();
  for (const { path, line, source } of reading.takes) {
    if (line === null || source === null || source.day === null) continue;
    if (!earliestOf.has(line)) earliestOf.set(line, earliestLeft(reading, line));
    const earlier = earliestOf.get(line)!;
    if (earlier === null || earlier.day! >= source.day) continue;
    yield {
      path,
      message: `line ${line.lineId} waits until ${source.day} while ${describeSource(earlier)} has units left`,
      expected: earlier.day,
      actual: source.day,
    };
  }
}

/**
 * Sound signs that a better plan exists; silence proves nothing. They hold only against a plan that breaks no
 * other rule and claims to be best.
 */
export const optimalityRules: readonly Rule[] = [
  { code: 'RELEASABLE_BUT_HELD', check: (reading) => releasableBut('held', reading) },
  { code: 'RELEASABLE_BUT_LEFT', check: (reading) => releasableBut('partially-released', reading) },
  { code: 'CURRENT_LEFT_UNUSED', check: currentLeftUnused },
  { code: 'FUTURE_LEFT_UNUSED', check: futureLeftUnused },
  { code: 'EARLIER_DATE_LEFT_UNUSED', check: earlierDateLeftUnused },
];
