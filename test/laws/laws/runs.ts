import type { Json, LawSite } from '../site.ts';

/** Runs that are looked at: the last ones. */
const LAST = 30;

/** Law 3: a run that has ended has tried everybody once, in its order, and says of each what came of it. */
export async function brokenRuns(site: LawSite): Promise<string[]> {
  const { items: runs } = (await site.send('GET', `/v1/release-runs?limit=${LAST}`)).body;
  const faults: string[] = [];
  for (const { runId, trigger, status, counts } of runs as Json[]) {
    if (status === 'FAILED') faults.push(`run ${runId} failed`);
    if (status !== 'COMPLETED') continue;
    const { items } = (await site.send('GET', `/v1/release-runs/${runId}/items?limit=1000`)).body;
    const numbers = (items as Json[]).map((each) => each.shipmentNumber);
    const isInOrder = (items as Json[]).every((each, index) => each.sequence === index + 1);
    if (!isInOrder || items.length !== counts.tried) {
      faults.push(`run ${runId} says ${counts.tried} were tried, and lists ${items.length}`);
    }
    // One that several changes touch is tried again by a run for changes.
    if (trigger !== 'inventory' && new Set(numbers).size < numbers.length) {
      faults.push(`run ${runId} tried one twice: ${numbers.join(', ')}`);
    }
    const failed = (items as Json[]).filter((each) => each.outcome === 'failed');
    for (const each of failed) faults.push(`the attempt of ${each.shipmentNumber} broke in run ${runId}`);
  }
  return faults;
}
