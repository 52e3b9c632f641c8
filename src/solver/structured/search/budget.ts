import type { SolveParameters } from '../../parameters.ts';

/** What all searches of one solve may spend together, and how they share the work. */
export interface Budget {
  /** The time in milliseconds of `performance.now()` at which every search stops. */
  deadline: number;
  /** Nodes that are left before the search counts as stalled. Every search takes its nodes off. */
  nodes: number;
  readonly parameters: SolveParameters;
}

/** The deadline of a tie-break that starts now: its share of the time that is left. */
export function tieBreakDeadline({ deadline, parameters }: Budget): number {
  const now = performance.now();
  return now + parameters.tieBreakShare * Math.max(0, deadline - now);
}
