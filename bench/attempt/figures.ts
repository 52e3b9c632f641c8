import type { InstanceClass } from '../instances/instance.ts';
import type { Row } from '../report.ts';
import { geometricMean, median, quantile } from '../statistics.ts';
import type { Measured, Run } from './measure.ts';

/** What the instances of one class came to. */
export interface ClassResult {
  readonly class: InstanceClass;
  readonly measured: readonly Measured[];
  readonly limitMs: number;
}

/** The quickest peer on one instance. */
interface Best extends Run {
  readonly name: string;
}

function bestPeer({ peers }: Measured, limitMs: number): Best {
  let best: Best = { name: 'none', ms: limitMs, proven: false, note: 'no peer proved it' };
  for (const [name, run] of peers) if (run.proven && run.ms < best.ms) best = { name, ...run };
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

/** Ours against the best peer of each instance: the row of a class. */
export function classRow({ class: { name, target }, measured, limitMs }: ClassResult): Row {
  const ours = measured.map((each) => each.ours.ms);
  const best = measured.map((each) => bestPeer(each, limitMs).ms);
  const ratios = best.map((ms, index) => ms / ours[index]!);
  const p99 = quantile(ours, 0.99);
  const reached =
    target === null
      ? true
      : target.at === 'median'
        ? median(ratios) >= target.times && p99 < median(best)
        : geometricMean(ratios) >= target.times;
  return {
    class: name,
    instances: measured.length,
    'ours proven': measured.filter((each) => each.ours.proven).length,
    'a peer proven': measured.filter((each) => bestPeer(each, limitMs).proven).length,
    'ours median ms': median(ours),
    'ours p99 ms': p99,
    'best peer median ms': median(best),
    'ratio (geometric mean)': geometricMean(ratios),
    'ratio (median)': median(ratios),
    target: target === null ? '' : `≥ ${target.times} (${target.at})`,
    reached: target === null ? '' : reached ? 'yes' : 'no',
  };
}

/** Every solver's own figures in one class. Instances a peer was not asked count as the limit. */
export function solverRows(
  { class: { name }, measured, limitMs }: ClassResult,
  peers: readonly string[],
): Row[] {
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

/** The instances on which a peer was faster, or proved what ours did not. */
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
