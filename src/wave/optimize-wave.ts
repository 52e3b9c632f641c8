import { InvariantError } from '../attempt/optimize.ts';
import { verifyWave } from '../decision/verify/wave/verify-wave.ts';
import type { WaveAnswer } from '../domain/wave/answer.ts';
import type { WaveSnapshot } from '../domain/wave/snapshot.ts';
import type { Engine } from '../solver/engine.ts';
import { answerOf, type Baselines } from './answer/answer.ts';
import { contextOf, type WaveContext } from './context.ts';
import { type Decided, decideFirstCome, decideOneByOne, decideSmallestFirst } from './course.ts';

/** The baseline, unless the time is up. */
const unlessLate = async (
  context: WaveContext,
  decide: (context: WaveContext) => Promise<Decided>,
): Promise<Decided | null> => (context.now() < context.deadline ? decide(context) : null);

/**
 * Decides a wave: who is released, and from where.
 *
 * @param now milliseconds from any moment on, to keep the wave's time limit by
 * @returns a plan in any case: what is improved last is cut off first
 * @throws EngineError when no engine could be asked
 * @throws InvariantError when the checker refuses our own plan
 */
export async function optimizeWave(
  wave: WaveSnapshot,
  engine: Engine,
  now: () => number = () => performance.now(),
): Promise<WaveAnswer> {
  const startedAt = now();
  const context = contextOf(wave, engine, now);
  const isFirstCome = wave.policy === 'first-come';
  const decided = isFirstCome ? await decideFirstCome(context) : await decideOneByOne(context);
  const solveMs = now() - startedAt;
  const baselines: Baselines = {
    oneByOne: isFirstCome ? await unlessLate(context, decideOneByOne) : decided,
    firstCome: isFirstCome ? decided : await unlessLate(context, decideFirstCome),
    smallestFirst: await unlessLate(context, decideSmallestFirst),
  };
  const reason = isFirstCome
    ? 'each in turn was given the best that all before it can stand, and the locations were chosen together'
    : 'each in turn was decided as if it were alone, with what those before it had left';
  const answer = await answerOf(context, decided, { baselines, bounds: null, reason, solveMs });
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
