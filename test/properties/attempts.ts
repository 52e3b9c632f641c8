import { optimize } from '../../src/attempt/optimize.ts';
import type { Decision } from '../../src/domain/decision.ts';
import { OptimizeRequest, type OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { parseInput } from '../../src/input/parse.ts';
import { takeAttempt } from '../../src/input/take-attempt.ts';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import { NOW } from '../arbitraries/snapshot-of.ts';

const engine = createPortfolio();

/** Long enough that no load of the machine decides whether a small attempt is proven, its tie-break included. */
const TIME_LIMIT_MS = 60_000;

/** One attempt, from a request as a caller writes it, through the engines that production asks. */
export function attempt(input: OptimizeRequestInput): Promise<Decision> {
  const asked = takeAttempt(parseInput(OptimizeRequest, input), NOW);
  return optimize({ ...asked, timeLimitMs: TIME_LIMIT_MS }, engine);
}

/** The same, by the textbook program alone: as if no search knew its structure. */
export function attemptByProgram(input: OptimizeRequestInput): Promise<Decision> {
  const { name, solve } = engine;
  return optimize(takeAttempt(parseInput(OptimizeRequest, input), NOW), { name, solve });
}

/** The same request, answered without an explanation. */
export const unexplained = (input: OptimizeRequestInput): OptimizeRequestInput => ({
  ...input,
  explain: 'none',
});
