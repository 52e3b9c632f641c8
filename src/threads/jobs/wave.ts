import type { WaveAnswer } from '../../domain/wave/answer.ts';
import { WaveRequest } from '../../domain/wave/request.ts';
import type { WaveSnapshot } from '../../domain/wave/snapshot.ts';
import { jsonParser } from '../../input/bounded-input.ts';
import { heapForReading, readJson } from '../../input/read-json.ts';
import { takeWave } from '../../input/take-wave.ts';
import type { Engine } from '../../solver/engine.ts';
import { type HighsPacking, loadHighsPacking } from '../../solver/engines/highs-packing.ts';
import type { WaveEngines } from '../../wave/engines.ts';
import { optimizeWave } from '../../wave/optimize-wave.ts';
import type { Job } from '../boundary/job.ts';
import { type BytesInput, type BytesOutput, type WaveFacts, waveFactsOf } from './kinds.ts';

const parseRequest = jsonParser(WaveRequest);

/**
 * What laying out, explaining, checking and writing may take beside the deciding, as a multiple of what reading took: all
 * of it grows with the shipments. Measured with 10,000 and 100,000: 4 to 6 times as long. The limit is there to end what
 * hangs, not what is slow on a machine that is busy with other things.
 */
const SURROUNDINGS = 40;

let packing: Promise<HighsPacking> | undefined;

/** What waves ask in this thread. HiGHS is loaded once, by the first wave that needs it. */
export const waveEngines = (attempt: Engine): WaveEngines => ({
  attempt,
  packing: () => {
    packing ??= loadHighsPacking();
    return packing;
  },
});

/** Decides a wave. */
export const waveJob =
  (engine: Engine): Job<WaveSnapshot, WaveAnswer> =>
  (wave) =>
    optimizeWave(wave, waveEngines(engine));

/**
 * Reads a wave, decides it, and writes the answer. The caller's time limit counts for reading; then the wave's own takes
 * its place, and what surrounds the deciding comes on top.
 */
export function waveInBytesJob(engine: Engine): Job<BytesInput, BytesOutput<WaveFacts>> {
  return async ({ body, now }, { limitTo, move }) => {
    const startedAt = performance.now();
    const wave = takeWave(parseRequest(readJson(body, heapForReading())), now);
    limitTo(wave.timeLimitMs + SURROUNDINGS * (performance.now() - startedAt));
    const answer = await optimizeWave(wave, waveEngines(engine));
    return { facts: waveFactsOf(answer), body: move(new TextEncoder().encode(JSON.stringify(answer))) };
  };
}
