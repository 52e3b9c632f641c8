/**
 * The name of something that threads do, and what it takes and gives. Both are plain data: they cross by
 * `structuredClone`.
 */
export interface JobKind<Input, Output> {
  readonly name: string;
  /** Never set; it makes the compiler hold the two types against what a pool is asked. */
  readonly types?: (input: Input) => Output;
}

/** What a job knows of the run that it is. */
export interface JobContext {
  /** Milliseconds from the start of the run, as its caller gave them. */
  readonly timeLimitMs: number;
  /**
   * Others wait for what this thread does next: the run was posted together with them. What cannot be answered in a
   * moment is put off, by throwing {@link PutOff}, and is then run alone.
   */
  readonly isTogether: boolean;
  /**
   * States the job's own limit, in milliseconds from now, in place of the caller's: where the limit is written in
   * what the job reads, only the job can know it. The job ends itself by then, or is killed with its thread a grace
   * later.
   */
  limitTo(timeLimitMs: number): void;
  /** Hands the buffer of these bytes over with the answer instead of copying it, where they are all of it. */
  move<Bytes extends Uint8Array>(bytes: Bytes): Bytes;
}

/** Thrown by a job that is run together with others and would take longer than a moment. */
export class PutOff extends Error {
  override readonly name = 'PutOff';
}

/** Does what a kind names. What it throws crosses as `errors.ts` says. */
export type Job<Input, Output> = (input: Input, context: JobContext) => Promise<Output>;

/** What a thread does, by the name of the kind. */
export type Jobs = Readonly<Record<string, Job<never, unknown>>>;
