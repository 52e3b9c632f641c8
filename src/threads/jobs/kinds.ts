import type { Attempt } from '../../domain/attempt.ts';
import type { Decision, Hold } from '../../domain/decision.ts';
import type { WaveAnswer } from '../../domain/wave/answer.ts';
import type { WaveSnapshot } from '../../domain/wave/snapshot.ts';
import type { JobKind } from '../boundary/job.ts';

/** A request as it came, in pieces. */
export interface BytesInput {
  readonly body: readonly Uint8Array[];
  /** The clock's instant, ISO 8601; used where the request has no `asOf`. */
  readonly now: string;
}

/** An answer as it goes: JSON, UTF-8 where it is bytes, and what a log says of it, so that nobody has to read it again. */
export interface BytesOutput<Facts> {
  readonly facts: Facts;
  readonly body: Uint8Array | string;
}

/** What a log says of a decision. */
export type AttemptFacts = {
  /** `released`, `partially-released` or `held`. */
  readonly decision: string;
  /** The engine that answered. */
  readonly engine: string;
  /** What is proven: `optimal`, `infeasible`, `feasible` or `unknown`. */
  readonly proof: string;
  readonly solveMs: number;
  /** What the structured search broke with, where an engine answered all the same. */
  readonly searchFailure?: string;
};

/** What a log says of a check. */
export type VerifyFacts = { readonly valid: boolean };

/** What a log says of a wave. */
export type WaveFacts = {
  /** The policy. */
  readonly decision: string;
  /** What is proven: `optimal` or `feasible`. */
  readonly proof: string;
  /** Shipments that were released in full, in part, and not at all. */
  readonly released: number;
  readonly partiallyReleased: number;
  readonly held: number;
  readonly solveMs: number;
};

/** Decides an attempt. */
export const ATTEMPT: JobKind<Attempt, Decision> = { name: 'attempt' };

/** Explains a hold that was decided elsewhere. */
export const EXPLAIN: JobKind<Attempt, Hold> = { name: 'explain' };

/** Reads a request, decides it, and writes the decision. */
export const ATTEMPT_IN_BYTES: JobKind<BytesInput, BytesOutput<AttemptFacts>> = { name: 'attempt in bytes' };

/** Reads a problem and anyone's plan, checks it, and writes the finding. */
export const VERIFY_IN_BYTES: JobKind<BytesInput, BytesOutput<VerifyFacts>> = { name: 'verify in bytes' };

/** Decides a wave. */
export const WAVE: JobKind<WaveSnapshot, WaveAnswer> = { name: 'wave' };

/** Reads a wave, decides it, and writes the answer. */
export const WAVE_IN_BYTES: JobKind<BytesInput, BytesOutput<WaveFacts>> = { name: 'wave in bytes' };

/** What a log says of a wave. */
export function waveFactsOf({ policy, proof, released, partiallyReleased, held }: WaveAnswer): WaveFacts {
  const { status, solveMs } = proof;
  return { decision: policy, proof: status, released, partiallyReleased, held, solveMs };
}

/** What a log says of a decision. */
export function factsOf({ decision, proof }: Decision): AttemptFacts {
  const { engine, status, solveMs, searchFailure } = proof;
  return { decision, engine, proof: status, solveMs, ...(searchFailure !== undefined && { searchFailure }) };
}
