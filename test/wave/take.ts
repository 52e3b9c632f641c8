import { WaveRequest, type WaveRequestInput } from '../../src/domain/wave/request.ts';
import type { WaveSnapshot } from '../../src/domain/wave/snapshot.ts';
import { parseInput } from '../../src/input/parse.ts';
import { takeWave } from '../../src/input/take-wave.ts';

/** The wave of a request, as it is decided. */
export const take = (request: WaveRequestInput): WaveSnapshot =>
  takeWave(parseInput(WaveRequest, request), '2026-05-01T09:00:00Z');
