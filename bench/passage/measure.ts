import { setTimeout as delay } from 'node:timers/promises';
import { median, quantile } from '../statistics.ts';
import { type Lasted, TurnWatch } from './turns.ts';

/**
 * Asks `runs` times, one after the other, for the time, and then again for the turns: whoever watches every turn
 * keeps a core busy, which the worker may want.
 */
export async function measure<Asked>(
  runs: number,
  prepare: () => Asked,
  ask: (asked: Asked) => Promise<unknown>,
) {
  const times: number[] = [];
  const longest: Lasted[] = [];
  for (let run = 0; run < 2 * runs; run++) {
    const asked = prepare();
    // What preparing has left to be done is not done in the turns that are watched.
    await delay(1);
    const watch = run < runs ? null : new TurnWatch();
    const startedAt = performance.now();
    await ask(asked);
    if (watch === null) times.push(performance.now() - startedAt);
    else longest.push(watch.stop());
  }
  const onCore = longest.map((turn) => turn.onCoreMs);
  return {
    runs,
    'median ms': median(times),
    'p99 ms': quantile(times, 0.99),
    'longest turn ms': median(onCore),
    'worst run': Math.max(...onCore),
    'worst, with waiting': Math.max(...longest.map((turn) => turn.ms)),
  };
}
