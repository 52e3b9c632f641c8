import type { Engine } from '../../src/solver/engine.ts';
import { loadHighsSolver } from '../../src/solver/engines/highs.ts';
import { javascriptLpSolver } from '../../src/solver/engines/javascript-lp-solver.ts';
import { guarded } from '../../src/solver/gate.ts';
import { type LexicographicOptions, lexicographic } from '../../src/solver/textbook/lexicographic.ts';
import type { MipSolver } from '../../src/solver/textbook/mip.ts';

/** Both solvers behind the inner port, by name. HiGHS is loaded once a test file. */
export const MIP_SOLVERS: Readonly<Record<string, () => Promise<MipSolver>>> = {
  'javascript-lp-solver': async () => javascriptLpSolver,
  highs: once(loadHighsSolver),
};

/** A solver of the inner port as a gated engine. */
export const engineOf = (name: string, options: LexicographicOptions = {}): Engine =>
  guarded(lexicographic(name, MIP_SOLVERS[name]!, options));

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | null = null;
  return () => {
    loaded ??= load();
    return loaded;
  };
}
