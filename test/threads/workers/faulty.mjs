import { spawnSync } from 'node:child_process';
import { InputError } from '../../../dist/domain/faults.js';
import { EngineError } from '../../../dist/solver/engine.js';
import { PutOff } from '../../../dist/threads/boundary/job.js';
import { serve } from '../../../dist/threads/inside/serve.js';

/** (module (func (export "spin") (loop (br 0)))) */
const SPIN = Uint8Array.from([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 8, 1, 4, 115, 112, 105, 110, 0, 0, 10, 9, 1,
  7, 0, 3, 64, 12, 0, 11, 11,
]);

const BLOCK = `
  const { existsSync, writeFileSync } = require('node:fs');
  const folder = process.argv[1];
  writeFileSync(folder + '/begun', '');
  setInterval(() => existsSync(folder) || process.exit(), 20);
  setTimeout(() => process.exit(), 120_000);`;

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const memories = [];

/** Lists of a thousand numbers, 8 KB each. */
const heapOf = (mb) => Array.from({ length: mb * 128 }, () => new Array(1_000).fill(1.5));

/** What goes wrong, by name; a number goes with some. */
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
  refuseInput: () => {
    throw new InputError('malformed', [{ path: 'a[0]', code: 'required', message: 'is required' }]);
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
  /** The same: says that it has begun in a folder, and lasts for as long as that is there. */
  blockNatively: (_, folder) => spawnSync(process.execPath, ['-e', BLOCK, folder]),
  growWebAssemblyMb: (mb) => memories.push(new WebAssembly.Memory({ initial: mb * 16 })),
  litterMb: (mb) => {
    heapOf(mb);
  },
  keepMb: (mb) => {
    memories.push(heapOf(mb));
  },
  sleepMs: sleep,
};

const jobs = {
  /** Gives back what it was given; `fault` says what goes wrong: `<fault>` or `<fault>:<number>`. */
  async echo({ fault, given }, { timeLimitMs }) {
    const [name, number] = fault.split(':');
    await faults[name]?.(Number(number), given);
    if (name === 'answerFunction') return () => {};
    return { given, timeLimitMs };
  },
  /** Says whether it was posted together with others; `fault` is as above, and `takeLong` is put off. */
  async together({ fault, given }, { isTogether }) {
    if (fault === 'takeLong' && isTogether) throw new PutOff();
    const [name, number] = fault.split(':');
    await faults[name]?.(Number(number), given);
    return { given, isTogether };
  },
  /** States a limit of its own, and then does not keep it. */
  async overrun({ ownLimitMs, sleepMs }, { limitTo }) {
    limitTo(ownLimitMs);
    await sleep(sleepMs);
    return null;
  },
};

export const solve = serve(jobs);
