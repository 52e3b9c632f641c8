import { spawnSync } from 'node:child_process';
import { EngineError } from '../../../dist/solver/engine.js';
import { JobError } from '../../../dist/threads/job.js';
import { serve } from '../../../dist/threads/runtime.js';
import { enumerating } from './enumerate.mjs';

/** (module (func (export "spin") (loop (br 0)))) */
const SPIN = Uint8Array.from([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 8, 1, 4, 115, 112, 105, 110, 0, 0, 10, 9, 1,
  7, 0, 3, 64, 12, 0, 11, 11,
]);

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
  refuseAsJob: () => {
    throw new JobError('NOT_TODAY', 'come back tomorrow', { days: [1, 2], strange: () => {} });
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
  litterMb: (mb) => {
    heapOf(mb);
  },
  keepMb: (mb) => {
    memories.push(heapOf(mb));
  },
  sleepMs: sleep,
  answerNonsense: () => ({ termination: 'optimal' }),
};

/** What went wrong, by `<fault>` or `<fault>:<number>`; any other text is no fault. */
async function fail(text = '') {
  const [fault, number] = text.split(':');
  const answer = await faults[fault]?.(Number(number));
  return fault === 'answerNonsense' ? answer : null;
}

/** Enumerates; the name of the first level says what goes wrong. */
const engine = {
  name: 'faulty',
  async solve(program, limits) {
    const name = program.levels[0]?.name;
    const nonsense = await fail(name);
    if (nonsense !== null) return nonsense;
    const outcome = await enumerating.solve(program);
    return name === 'tellLimit' ? { ...outcome, reason: `limit ${limits.timeLimitMs} ms` } : outcome;
  },
  /** Takes each line's quantity from its first cell; the mode says what goes wrong. */
  async solveAllocation({ mode, lineQuantity, cellLine }, limits) {
    if (mode === 'tellLimit') return { declined: `limit ${limits.timeLimitMs} ms` };
    const nonsense = await fail(mode);
    if (nonsense !== null) return nonsense;
    const units = Float64Array.from(cellLine, (line, cell) =>
      cellLine.indexOf(line) === cell ? lineQuantity[line] : 0,
    );
    return { status: 'optimal', units, bounds: Float64Array.of(0), method: 'closed form' };
  },
};

const jobs = {
  /** Gives the bytes back, and what it was told; `fault` says what goes wrong. */
  async echo({ head, body }, { timeLimitMs }) {
    const nonsense = await fail(head.fault ?? undefined);
    if (nonsense !== null) return nonsense;
    return { head: { ...head, pieces: body.length, timeLimitMs }, body: Buffer.concat(body) };
  },
  /** States a limit of its own, and then does not keep it. */
  async overrun({ head }, { limitTo }) {
    limitTo(head.ownLimitMs);
    await sleep(head.sleepMs);
    return { head: {}, body: new Uint8Array() };
  },
};

export const solve = serve(engine, jobs);
