import { WaveRequest, type WaveRequestInput } from '../../src/domain/wave/request.ts';
import type { WaveSnapshot } from '../../src/domain/wave/snapshot.ts';
import { parseInput } from '../../src/input/parse.ts';
import { takeWave } from '../../src/input/take-wave.ts';
import { loadHighsPacking } from '../../src/solver/engines/highs-packing.ts';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import type { WaveEngines } from '../../src/wave/engines.ts';

/** The wave of a request, as it is decided. */
export const take = (request: WaveRequestInput): WaveSnapshot =>
  takeWave(parseInput(WaveRequest, request), '2026-05-01T09:00:00Z');

const packing = loadHighsPacking();

/** What waves ask in production. */
export const engines: WaveEngines = { attempt: createPortfolio(), packing: () => packing };
