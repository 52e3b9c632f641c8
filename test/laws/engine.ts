import { optimize } from '../../src/attempt/optimize.ts';
import type { OptimizeRequest } from '../../src/domain/optimize-request.ts';
import { takeAttempt } from '../../src/input/take-attempt.ts';
import { createPortfolio } from '../../src/solver/portfolio.ts';

/** The engine of this process. */
export const engine = createPortfolio();

/** Decides an attempt here, whatever the site's processes do. */
export const decideHere = (request: OptimizeRequest, now: string) =>
  optimize(takeAttempt(request, now), engine);
