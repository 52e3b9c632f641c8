import { javascriptLpSolver as adapter } from '../../../src/solver/engines/javascript-lp-solver.ts';
import type { MipSolver } from '../../../src/solver/textbook/mip.ts';
import { tooLargeForTable } from './dense-table.ts';

/** javascript-lp-solver as the portfolio uses it, but asked everything that its table can hold. */
export const javascriptLpSolver: MipSolver = {
  ...adapter,
  solve: (question) => tooLargeForTable(question) ?? adapter.solve(question),
};
