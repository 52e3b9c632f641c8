import type { InstanceClass, Target } from '../instances/instance.ts';
import type { Row } from '../report.ts';
import { geometricMean, median, quantile } from '../statistics.ts';
import { IN_TIME_MS, type Measured, type Run } from './measure.ts';

/** What the instances of one class came to. */
export interface ClassResult {
  readonly class: InstanceClass;
  readonly measured: readonly Measured[];
  readonly limitMs: number;
  /** Names of the peers that were to be asked. */
  readonly peers: readonly string[];
}

/** The quickest peer on one instance. */
interface Best extends Run {
  readonly name: string;
}

function bestPeer({ peers }: Measured, limitMs: number): Best {
  let best: Best = { name: 'none', ms: limitMs, proven: false, note: 'no peer proved it' };
  for (const [name, run] of peers) {
    if (run.counts && run.proven && run.ms < best.ms) best = { name, ...run };
  }
  return best;
}

const count = (items: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const item of items) counts[item] = (counts[item] ?? 0) + 1;
  return counts;
};

const listed = (counts: Record<string, number>) =>
  Object.entries(counts)
    .map(([name, times]) => `${name} ${times}`)
    .join(', ');

/** One line about what was solved: sizes, outcomes, engines. */
export function describeClass({ class: { name, meaning }, measured }: ClassResult): string {
  const middle = (of: (each: Measured) => number) => median(measured.map(of));
  return (
    `${name}: ${meaning}; median ${middle((each) => each.sources)} sources, ` +
    `${middle((each) => each.columns)} columns; ${listed(count(measured.map((each) => each.decision)))}; ` +
    `answered by ${listed(count(measured.map((each) => each.engine)))}`
  );
}

/** Whether a class reaches its target: at the median with a quick tail, or in the geometric mean. */
function isReached(
  target: Target,
  ours: readonly number[],
  best: readonly number[],
  ratios: readonly number[],
): boolean {
  if (target.at === 'mean') return geometricMean(ratios) >= target.times;
  return median(ratios) >= target.times && quantile(ours, 0.99) < median(best);
}

/** Plans that are proven or so near the optimum, by whatever bounds it. */
const withinOnePercent = (measured: readonly Measured[]): number =>
  measured.filter(({ excess }) => excess !== null && excess <= 0.01).length;

/** Milliseconds of ours, of the best peer's solving, and their ratio: the row of a class. */
function rowOf(
  { class: { name, target }, measured, limitMs }: ClassResult,
  msOf: (each: Measured) => number,
) {
  const ours = measured.map(msOf);
  const bests = measured.map((each) => bestPeer(each, limitMs));
  const best = bests.map(({ ms }) => ms);
  const ratios = best.map((ms, index) => ms / ours[index]!);
  return {
    class: name,
    instances: measured.length,
    'ours proven': measured.filter((each) => each.ours.proven).length,
    'or within 1 %': withinOnePercent(measured),
    'a peer proven': bests.filter(({ proven }) => proven).length,
    'ours median ms': median(ours),
    'ours p99 ms': quantile(ours, 0.99),
    'best peer median ms': median(best),
    'ratio (geometric mean)': geometricMean(ratios),
    'ratio (median)': median(ratios),
    target: target === null ? '' : `≥ ${target.times} (${target.at})`,
    reached: target === null ? '' : isReached(target, ours, best, ratios) ? 'yes' : 'no',
  };
}

/** Our solving against the best peer's solving of each instance. */
export const solvingRow = (result: ClassResult): Row => rowOf(result, ({ ours }) => ours.ms);

/** Our whole attempt, reading, checking and replying included, against the best peer's solving alone. */
export const attemptRow = (result: ClassResult): Row => rowOf(result, ({ attemptMs }) => attemptMs);

/** Ours alone, for a quick look while something is tuned. */
export function oursRow({ class: { name }, measured }: ClassResult): Row {
  const solving = measured.map(({ ours }) => ours.ms);
  const attempts = measured.map(({ attemptMs }) => attemptMs);
  const slowest = measured.reduce((worst, each) => (each.ours.ms > worst.ours.ms ? each : worst));
  const unproven = measured.filter(({ inTime }) => !inTime.proven);
  return {
    class: name,
    instances: measured.length,
    proven: measured.filter(({ ours }) => ours.proven).length,
    'or within 1 %': withinOnePercent(measured),
    'solving median ms': median(solving),
    'p99 ms': quantile(solving, 0.99),
    'sum ms': solving.reduce((sum, ms) => sum + ms, 0),
    'attempt median ms': median(attempts),
    'attempt p99 ms': quantile(attempts, 0.99),
    slowest: slowest.instance,
    'its engine': slowest.engine,
    'not proven in 1 s': unproven.map(({ instance }) => instance.replace('seed ', '')).join(' '),
  };
}

const percent = (part: number | null) => (part === null ? '' : `${Number((100 * part).toPrecision(2))} %`);

/** How far what is not proven may be from its optimum; what nothing bounds is the worst there is. */
function gapsOf(measured: readonly Measured[]): string {
  const gaps = measured
    .filter(({ inTime: { proven, status } }) => !proven && status === 'feasible')
    .map(({ inTime: { gap } }) => gap ?? Number.POSITIVE_INFINITY)
    .sort((a, b) => a - b);
  if (gaps.length === 0) return '';
  const shown = (gap: number) => (Number.isFinite(gap) ? percent(gap) : 'unbounded');
  return `${shown(median(gaps))}, ${shown(gaps.at(-1)!)}`;
}

/** What an answer within a second is worth, ours and each peer's, and how the times compare. */
export function inTimeRow(
  { class: { name }, measured, limitMs }: ClassResult,
  peers: readonly string[],
): Row {
  const share = (proven: (each: Measured) => boolean) =>
    percent(measured.filter(proven).length / measured.length);
  const ratios = measured.map((each) => each.ours.ms / bestPeer(each, limitMs).ms);
  return {
    class: name,
    instances: measured.length,
    'ours proven in 1 s': share(({ inTime }) => inTime.proven),
    'no plan (504)': measured.filter(({ inTime: { status } }) => status === 'none').length,
    'gap where unproven: median, most': gapsOf(measured),
    'a peer’s plan is better': measured.filter(({ inTime: { behind } }) => behind !== '').length,
    ...Object.fromEntries(
      peers.map((peer) => [
        `${peer} in 1 s`,
        share((each) => {
          const run = each.peers.get(peer);
          return run?.proven === true && run.ms <= IN_TIME_MS;
        }),
      ]),
    ),
    ...(peers.length > 0 && {
      'times faster (geometric mean)': 1 / geometricMean(ratios),
      '(median)': 1 / median(ratios),
      'ours/peer p90': quantile(ratios, 0.9),
    }),
  };
}

/** Every solver's own figures in one class. Instances a peer was not asked count as the limit. */
export function solverRows({ class: { name }, measured, limitMs, peers }: ClassResult): Row[] {
  const unasked: Run = { ms: limitMs, proven: false, note: 'not asked' };
  const solvers = ['ours', ...peers];
  return solvers.map((solver) => {
    const runs = measured.map((each) => (solver === 'ours' ? each.ours : each.peers.get(solver)));
    const counted = runs.map((run) => run ?? unasked);
    const times = counted.map((run) => run.ms);
    return {
      class: name,
      solver,
      proven: `${counted.filter((run) => run.proven).length}/${measured.length}`,
      asked: runs.filter((run) => run !== undefined).length,
      'median ms': median(times),
      'p99 ms': quantile(times, 0.99),
      'time / ours': geometricMean(times.map((ms, index) => ms / measured[index]!.ours.ms)),
    };
  });
}

/** The instances on which a peer solved faster, or proved what ours did not. */
export function lossRows({ class: { name }, measured, limitMs }: ClassResult): Row[] {
  return measured.flatMap((each) => {
    const best = bestPeer(each, limitMs);
    if (each.ours.ms <= best.ms && (each.ours.proven || !best.proven)) return [];
    return [
      {
        class: name,
        instance: each.instance,
        'ours ms': each.ours.ms,
        proven: each.ours.proven ? 'yes' : 'no',
        engine: each.engine,
        'best peer': best.name,
        'its ms': best.ms,
        'why ours took this way': each.ours.note,
      },
    ];
  });
}

/** Every single figure, for the file. */
export const rawFigures = ({ class: { name }, measured }: ClassResult) =>
  measured.map(({ peers, ...rest }) => ({ class: name, ...rest, peers: Object.fromEntries(peers) }));
