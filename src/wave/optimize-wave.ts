import { InvariantError } from '../attempt/optimize.ts';
import { verifyWave } from '../decision/verify/wave/verify-wave.ts';
import type { WaveAnswer } from '../domain/wave/answer.ts';
import type { WaveSnapshot } from '../domain/wave/snapshot.ts';
import { answerOf, type Baselines } from './answer/answer.ts';
import type { ChoiceBounds } from './answer/objective.ts';
import { contextOf, type WaveContext, type WaveOptions } from './context.ts';
import {
  type Decided,
  decideFirstCome,
  decideOneByOne,
  decideSmallestFirst,
  serveFirstCome,
  serveSmallestFirst,
} from './course.ts';
import type { WaveEngines } from './engines.ts';
import { bestOf, decideOptimal } from './optimal/decide-optimal.ts';

/** The baseline, unless the time is up. */
const unlessLate = async (
  context: WaveContext,
  decide: (context: WaveContext) => Promise<Decided>,
): Promise<Decided | null> => (context.leftMs() > 0 ? decide(context) : null);

/** How a policy decided. */
interface Outcome {
  readonly decided: Decided;
  readonly bounds: ChoiceBounds | null;
  readonly reason: string;
  readonly baselines: Baselines;
  readonly solveMs: number;
}

const REASONS = {
  'first-come':
    'each in turn was given the best that all before it can stand, and the locations were chosen together',
  'one-by-one': 'each in turn was decided as if it were alone, with what those before it had left',
} as const;

/** The days of an order of the queue are the best there are, where every attempt was solved to its end. */
function boundsOfOrder({ course, worth }: Decided): ChoiceBounds {
  const { unfilledUnits, secondChoiceUnits, waitUnitDays } = worth;
  const waiting = course.isOpen.includes(1)
    ? null
    : ([unfilledUnits, secondChoiceUnits, waitUnitDays] as const);
  return { valueByPriority: new Map(), ageDays: null, waiting };
}

async function decideByOrder(context: WaveContext, policy: keyof typeof REASONS): Promise<Outcome> {
  const startedAt = context.now();
  const isFirstCome = policy === 'first-come';
  const decided = isFirstCome ? await decideFirstCome(context) : await decideOneByOne(context);
  const solveMs = context.now() - startedAt;
  const baselines: Baselines = {
    oneByOne: isFirstCome ? await unlessLate(context, decideOneByOne) : decided,
    firstCome: isFirstCome ? decided : await unlessLate(context, decideFirstCome),
    smallestFirst: await unlessLate(context, decideSmallestFirst),
  };
  return { decided, bounds: boundsOfOrder(decided), reason: REASONS[policy], baselines, solveMs };
}

/** The part of the time left that choosing shipments may take; the rest is for their sources and the other policies. */
const SHARE_OF_THE_CHOICE = 0.6;

async function decideForValue(context: WaveContext, engines: WaveEngines): Promise<Outcome> {
  const startedAt = context.now();
  const starts = [await serveFirstCome(context), await serveSmallestFirst(context)];
  const limitMs = SHARE_OF_THE_CHOICE * context.leftMs();
  const found = await decideOptimal(context, engines, starts, limitMs);
  const solveMs = context.now() - startedAt;
  const baselines: Baselines = {
    firstCome: await unlessLate(context, decideFirstCome),
    smallestFirst: await unlessLate(context, decideSmallestFirst),
    oneByOne: await unlessLate(context, decideOneByOne),
  };
  const others = Object.values(baselines).filter((other) => other !== null);
  return { ...bestOf(found, others), baselines, solveMs };
}

/**
 * Decides a wave: who is released, and from where.
 *
 * @returns a plan in any case: what is improved last is cut off first
 * @throws EngineError when no engine could be asked
 * @throws InvariantError when the checker refuses our own plan
 */
export async function optimizeWave(
  wave: WaveSnapshot,
  engines: WaveEngines,
  options: WaveOptions = {},
): Promise<WaveAnswer> {
  const context = contextOf(wave, engines.attempt, options);
  const outcome =
    wave.policy === 'optimal'
      ? await decideForValue(context, engines)
      : await decideByOrder(context, wave.policy);
  const answer = await answerOf(context, outcome.decided, outcome);
  assertWaveVerified(wave, answer);
  return answer;
}

/** Violations that an error names. */
const MOST_NAMED = 10;

/**
 * Nobody marks their own homework: a wave that the checker refuses does not leave.
 *
 * @throws InvariantError with what it refuses
 */
function assertWaveVerified(wave: WaveSnapshot, answer: WaveAnswer): void {
  const isStopped = answer.decisions.some(({ proof }) => proof.status === 'unknown');
  const { valid, violations } = verifyWave(wave, answer, { claim: isStopped ? 'feasible' : 'optimal' });
  if (valid) return;
  const texts = violations
    .slice(0, MOST_NAMED)
    .map((violation) => `${violation.code} at ${violation.path}: ${violation.message}`);
  throw new InvariantError(`the checker refuses a wave of policy ${wave.policy}: ${texts.join('; ')}`);
}
