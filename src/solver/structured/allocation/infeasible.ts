import type { AllocationAnswer } from '../../outcome.ts';

/** The proof that there is no plan, with who found it. */
export const infeasible = (method: AllocationAnswer['method']): AllocationAnswer => ({
  status: 'infeasible',
  units: null,
  tieBreakProven: false,
  bounds: new Float64Array(),
  method,
});
