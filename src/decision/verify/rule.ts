import type { PlanReading } from './reading.ts';

/** One place where a plan breaks a rule; the rule's own code makes it a violation. */
export interface Finding {
  /** Where in the plan: `children[0].allocations[1].quantity`. */
  readonly path: string;
  readonly message: string;
  /** What it should be, as plain data. */
  readonly expected: unknown;
  /** What the plan says, as plain data. */
  readonly actual: unknown;
}

/** One rule of the checker: one code, one function. */
export interface Rule {
  /** Stable; a row of README.md. */
  readonly code: string;
  /** Every place where the plan breaks the rule; none when it keeps it. */
  readonly check: (reading: PlanReading) => Iterable<Finding>;
}
