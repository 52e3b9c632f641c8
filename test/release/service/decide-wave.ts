import { takeWave } from '../../../src/input/take-wave.ts';
import type { DecideWave } from '../../../src/routing/wave-request.ts';
import type { Engine } from '../../../src/solver/engine.ts';
import { waveEngines } from '../../../src/threads/jobs/wave.ts';
import { optimizeWave } from '../../../src/wave/optimize-wave.ts';

/** Decides waves here, as a thread does. */
export const decideWaveHere =
  (engine: Engine, now: () => string): DecideWave =>
  async (request) =>
    optimizeWave(takeWave(request, now()), waveEngines(engine));
