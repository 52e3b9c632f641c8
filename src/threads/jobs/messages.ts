/** The name of the job that answers a whole attempt. */
export const ATTEMPT_JOB = 'attempt';

/** The name of the job that checks anyone's plan. */
export const VERIFY_JOB = 'verify';

/** What their caller states beside the body. */
export type AttemptHead = {
  /** The clock's instant, ISO 8601; used where the request has no `asOf`. */
  readonly now: string;
};

/** What a log says of the answer, so that nobody has to read it again. */
export type AttemptFacts = {
  /** `released`, `partially-released` or `held`. */
  readonly decision: string;
  /** The engine that answered. */
  readonly engine: string;
  /** What is proven: `optimal`, `infeasible`, `feasible` or `unknown`. */
  readonly proof: string;
  readonly solveMs: number;
};

/** What a log says of a check. */
export type VerifyFacts = {
  readonly valid: boolean;
};
