import { snapshotOf } from '../arbitraries/snapshot-of.ts';
import { compare } from './difference.ts';
import { drawBatch, STRATA } from './strata.ts';

/** What came of a batch; plain data, for it crosses threads. */
export interface BatchResult {
  readonly seed: number;
  readonly attempts: number;
  /** How often each outcome, by mode, and each engine came up. */
  readonly counts: Readonly<Record<string, number>>;
  /** One line for each attempt that differs, with the request that shows it. */
  readonly differences: readonly string[];
}

/** Draws the attempts of one seed, of the stratum whose turn it is, and compares each. */
export async function runBatch(seed: number): Promise<BatchResult> {
  const stratum = STRATA[seed % STRATA.length]!;
  const name = `${stratum.mode}, release ${stratum.release}`;
  const requests = drawBatch(stratum, seed);
  const counts: Record<string, number> = {};
  const differences: string[] = [];
  const count = (key: string) => {
    counts[key] = (counts[key] ?? 0) + 1;
  };
  for (const [index, request] of requests.entries()) {
    const { engine, outcome, difference } = await compare(snapshotOf(request));
    count(`${name}: ${outcome}`);
    count(`answered by ${engine}`);
    if (difference === null) continue;
    const where = `seed ${seed}, attempt ${index} (${name}, ${stratum.kind})`;
    differences.push(`${where}: ${difference}\n${JSON.stringify(request)}`);
  }
  return { seed, attempts: requests.length, counts, differences };
}

/** Adds up what batches counted, sorted by name. */
export function addUp(results: readonly BatchResult[]): Record<string, number> {
  const sums = new Map<string, number>();
  for (const { counts } of results) {
    for (const [key, times] of Object.entries(counts)) sums.set(key, (sums.get(key) ?? 0) + times);
  }
  return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}
