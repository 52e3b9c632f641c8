import { spawnSync } from 'node:child_process';
import { EngineError } from '../../../../dist/solver/engine.js';
import { serve } from '../../../../dist/solver/worker-runtime.js';
import { enumerating } from './enumerate.mjs';

/** (module (func (export "spin") (loop (br 0)))) */
const SPIN = Uint8Array.from([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 8, 1, 4, 115, 112, 105, 110, 0, 0, 10, 9, 1,
  7, 0, 3, 64, 12, 0, 11, 11,
]);

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const memories = [];

/** What goes wrong, by the name of the program's first tier; a number goes with some. */
const faults = {
  throw: () => {
    throw new TypeError('a bug in the engine');
  },
  throwText: () => {
    throw 'not even an error';
  },
  refuse: () => {
    throw new EngineError('INVALID_PROGRAM', 'row 3 is wrong', { row: 3, name: 'supply', strange: () => {} });
  },
  throwLater: async () => {
    setTimeout(() => {
      throw new Error('thrown in a timer');
    }, 1);
    await sleep(10_000);
  },
  leaveRejection: () => {
    Promise.reject(new Error('left behind'));
  },
  exit: (code) => process.exit(code),
  hang: () => {
    for (;;);
  },
  hangInWebAssembly: () => new WebAssembly.Instance(new WebAssembly.Module(SPIN)).exports.spin(),
  eatHeap: () => {
    const eaten = [];
    for (;;) eaten.push({ part: [eaten.length] });
  },
  /** Cannot be interrupted from outside. */
  blockNativelyMs: (ms) => spawnSync(process.execPath, ['-e', `setTimeout(() => {}, ${ms})`]),
  growWebAssemblyMb: (mb) => memories.push(new WebAssembly.Memory({ initial: mb * 16 })),
  sleepMs: sleep,
  answerNonsense: () => ({ termination: 'optimal' }),
};

/** Enumerates, unless the first tier's name is `<fault>` or `<fault>:<number>`. */
export const solve = serve({
  name: 'faulty',
  async solve(program, limits) {
    const [fault, number] = (program.tiers[0]?.name ?? '').split(':');
    const wrong = await faults[fault]?.(Number(number));
    if (fault === 'answerNonsense') return wrong;
    const outcome = await enumerating.solve(program);
    return fault === 'tellLimit' ? { ...outcome, reason: `limit ${limits.timeLimitMs} ms` } : outcome;
  },
});
