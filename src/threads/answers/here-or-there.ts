import { type AtOnceSolver, decideAtOnce, explainAtOnce } from '../../attempt/at-once.ts';
import { isToBeExplained } from '../../attempt/optimize.ts';
import { verify } from '../../decision/verify/verify.ts';
import type { Attempt } from '../../domain/attempt.ts';
import type { Decision, Hold } from '../../domain/decision.ts';
import { OptimizeRequest } from '../../domain/optimize-request.ts';
import { VerifyRequest } from '../../domain/verify-request.ts';
import type { WaveAnswer } from '../../domain/wave/answer.ts';
import type { WaveSnapshot } from '../../domain/wave/snapshot.ts';
import { takeAttempt, takeCheck } from '../../input/take-attempt.ts';
import { asksOfWave } from '../../input/take-wave.ts';
import { EngineError, type EngineErrorCode } from '../../solver/engine.ts';
import { drawRequests } from '../jobs/drawn-requests.ts';
import {
  type AttemptFacts,
  type BytesInput,
  factsOf,
  type VerifyFacts,
  type WaveFacts,
} from '../jobs/kinds.ts';
import { bytesOf, SAMPLE } from '../jobs/sample.ts';
import { Crowd } from './crowd.ts';
import { isLong, shortReader } from './here.ts';
import {
  decideBytesThere,
  decideThere,
  decideWaveThere,
  explainThere,
  type Runner,
  verifyBytesThere,
  waveBytesThere,
} from './there.ts';

/** An answer in JSON, and what a log says of it. */
interface Answer<Facts> {
  readonly facts: Facts;
  readonly body: Uint8Array | string;
}

/**
 * Answers in the thread that serves what takes a moment and comes alone, and on a thread of a pool what comes with others
 * or may take longer. What takes a moment never waits for what takes long.
 */
export interface HereOrThere {
  /**
   * Decides an attempt that was read already.
   *
   * @throws NothingProvenError, InvariantError and EngineError as `decideThere` does
   */
  decideAttempt(attempt: Attempt): Promise<Decision>;
  /**
   * Reads a request, decides it, and writes the decision.
   *
   * @throws JsonError; InputError with every fault; the others as `decideAttempt` does
   */
  decide(asked: BytesInput): Promise<Answer<AttemptFacts>>;
  /** Reads a problem and anyone's plan, checks it, and writes the finding. @throws as `decide` does */
  verify(asked: BytesInput): Promise<Answer<VerifyFacts>>;
  /** Decides a wave on a thread. @throws as `decideAttempt` does */
  decideWave(wave: WaveSnapshot): Promise<WaveAnswer>;
  /** Reads a wave, decides it on a thread, and writes the answer. @throws as `decide` does */
  wave(asked: BytesInput): Promise<Answer<WaveFacts>>;
  /** Decides and checks a sample until that is quick; one attempt a turn of the event loop. */
  warmUp(): Promise<void>;
}

/** Rows of stock up to which an attempt is begun in the thread that serves: as many as a short body holds. */
const SHORT_ROWS = 150;

const isShort = ({ snapshot }: Attempt): boolean =>
  snapshot.currentInventory.length + snapshot.futureLots.length <= SHORT_ROWS;

/** Milliseconds that the threads may be busy with one thing before what takes a moment no longer waits for them. */
const STUCK_MS = 10;
/** Milliseconds after which what takes a moment has waited enough for a thread: they have got something long to do. */
const PATIENCE_MS = 100;
const IMPATIENT: ReadonlySet<string> = new Set<EngineErrorCode>(['QUEUE_TIMEOUT', 'QUEUE_FULL']);

const readAttempt = shortReader(OptimizeRequest);
/** A wave takes longer than a moment, and so does its check. */
const readCheck = shortReader(VerifyRequest, asksOfWave);

/** @throws what is no failure of a thread */
function orElse(error: unknown, here: Hold): Hold {
  if (error instanceof EngineError) return here;
  throw error;
}

/** Attempts after which most of the code they run through is compiled, of how many different ones, and how large. */
const WARM_UP = { runs: 110, bodies: 10, shape: { lines: 5, locations: 10, dates: 2 } };

/**
 * Answers here or there. Nothing is done twice: what was read here goes on as the attempt that it is, and of a hold
 * that was decided here only the explanation is asked there, if it takes solving.
 *
 * @param solveAtOnce must stop within a moment; what it does not settle is solved on a thread
 * @param explainHere likewise; an explanation that is partial is asked of a thread
 */
export function answerHereOrThere(
  pool: Runner,
  solveAtOnce: AtOnceSolver,
  explainHere: (attempt: Attempt) => Promise<Hold> = explainAtOnce,
): HereOrThere {
  const crowd = new Crowd();

  async function decideAttempt(attempt: Attempt): Promise<Decision> {
    const startedAt = performance.now();
    const decision = isShort(attempt) ? decideAtOnce(attempt, solveAtOnce) : null;
    if (decision === null) return decideThere(pool, attempt);
    if (!isToBeExplained(decision, attempt)) return decision;
    const here = await explainHere(attempt);
    if (here.explanation === 'complete') return { ...decision, hold: here };
    const timeLimitMs = Math.max(1, attempt.timeLimitMs - (performance.now() - startedAt));
    const there = explainThere(pool, { ...attempt, timeLimitMs });
    // What is decided is answered: an explanation that no thread could give is partial.
    return { ...decision, hold: await there.catch((error) => orElse(error, here)) };
  }

  /** Asks a thread; null where that would be to wait for what takes long. */
  async function decideInCrowd(asked: BytesInput): Promise<Answer<AttemptFacts> | null> {
    if (pool.busyForMs() > STUCK_MS) return null;
    try {
      return await decideBytesThere(pool, asked, PATIENCE_MS);
    } catch (error) {
      if (error instanceof EngineError && IMPATIENT.has(error.code)) return null;
      throw error;
    }
  }

  async function decide(asked: BytesInput): Promise<Answer<AttemptFacts>> {
    // While all threads are busy others wait for one already, and go there several at a time, which is cheapest.
    if (!isLong(asked.body) && (!(await crowd.isAlone()) || pool.busyForMs() > 0)) {
      const answer = await decideInCrowd(asked);
      if (answer !== null) return answer;
      await crowd.ownTurn();
    }
    const request = readAttempt(asked.body);
    if (request === null) return decideBytesThere(pool, asked);
    const decision = await decideAttempt(takeAttempt(request, asked.now));
    return { facts: factsOf(decision), body: JSON.stringify(decision) };
  }

  async function verifyPlan(asked: BytesInput): Promise<Answer<VerifyFacts>> {
    const request = readCheck(asked.body);
    if (request === null) return verifyBytesThere(pool, asked);
    const { snapshot, plan, claim } = takeCheck(request, asked.now);
    const finding = verify(snapshot, plan, { claim });
    return { facts: { valid: finding.valid }, body: JSON.stringify(finding) };
  }

  async function warmUp(): Promise<void> {
    const now = SAMPLE.asOf;
    const requests = [SAMPLE, ...drawRequests(WARM_UP.bodies, WARM_UP.shape)];
    for (let run = 0; run < WARM_UP.runs; run++) {
      const problem = requests[run % requests.length];
      const { body } = await decide({ body: [bytesOf(problem)], now });
      await verifyPlan({ body: [bytesOf({ problem, plan: JSON.parse(String(body)) })], now });
    }
  }

  const decideWave = (wave: WaveSnapshot) => decideWaveThere(pool, wave);
  const wave = (asked: BytesInput) => waveBytesThere(pool, asked);

  return { decideAttempt, decide, verify: verifyPlan, decideWave, wave, warmUp };
}
