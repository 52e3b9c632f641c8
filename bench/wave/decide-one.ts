import { inProcessWaveEngines, systemNow } from '../../src/app/compose.ts';
import type { WaveAnswer } from '../../src/domain/wave/answer.ts';
import { type WavePolicy, WaveRequest } from '../../src/domain/wave/request.ts';
import { parseInput } from '../../src/input/parse.ts';
import { takeWave } from '../../src/input/take-wave.ts';
import { optimizeWave } from '../../src/wave/optimize-wave.ts';
import { drawWave } from './draw.ts';

/** What one process measured of one wave. */
export interface Measured extends Pick<WaveAnswer, 'released' | 'units' | 'versus' | 'components'> {
  readonly shipments: number;
  readonly status: WaveAnswer['proof']['status'];
  /** Of the first tier that is not proven, as a part; null where nothing bounds it. */
  readonly gap: number | null;
  /** Of the tier that counts the shipments; null where the policy does not ask for it. */
  readonly valueGap: number | null;
  /** Deciding alone, and with explaining and checking, in milliseconds; processor time of the latter. */
  readonly decideMs: number;
  readonly wholeMs: number;
  readonly processorMs: number;
  readonly peakMiB: number;
}

const WARM_UP_SHIPMENTS = 300;

async function decide(seed: number, count: number, policy: WavePolicy, timeLimitMs: number) {
  const request = parseInput(WaveRequest, { ...drawWave(seed, count), policy, limits: { timeLimitMs } });
  const wave = takeWave(request, systemNow());
  const before = process.cpuUsage();
  const startedAt = performance.now();
  const answer = await optimizeWave(wave, inProcessWaveEngines());
  const { user, system } = process.cpuUsage(before);
  return { answer, wholeMs: performance.now() - startedAt, processorMs: (user + system) / 1_000 };
}

/** Decides one drawn wave in this process, and prints what it measured as a line of JSON. */
export async function decideOne(
  seed: number,
  count: number,
  policy: WavePolicy,
  timeLimitMs: number,
): Promise<void> {
  await decide(0, WARM_UP_SHIPMENTS, policy, 2_000);
  const { answer, ...times } = await decide(seed, count, policy, timeLimitMs);
  const { released, units, versus, components, proof, objective, decisions } = answer;
  const [first] = objective;
  const hasBound = policy === 'optimal' && first !== undefined && first.bound !== null;
  const measured: Measured = {
    shipments: decisions.length,
    released,
    units,
    versus,
    components,
    status: proof.status,
    gap: proof.gap,
    valueGap: hasBound ? (first.bound! - first.value) / Math.max(1, first.value) : null,
    decideMs: proof.solveMs,
    ...times,
    peakMiB: process.resourceUsage().maxRSS / 1_024,
  };
  console.log(JSON.stringify(measured));
}
