// A server or a worker of the build whose clock is ahead of the machine's, by as much as the tests say. It runs until it
// is told to stop, or nobody is there to tell it.
import process from 'node:process';
import { answersOn, VERSION } from '../../dist/app/compose.js';
import { runService } from '../../dist/app/serve.js';
import { runWorker } from '../../dist/app/work.js';
import { createPool } from '../../dist/threads/pool.js';

let aheadMs = Number(process.env.AHEAD_MS ?? 0);
const waits = new Set();
const nowMs = () => Date.now() + aheadMs;

const arm = (each) => {
  clearTimeout(each.timer);
  each.timer = setTimeout(each.end, Math.max(0, each.dueMs - nowMs()));
};

const wait = (ms, signal) =>
  new Promise((resolve) => {
    if (ms <= 0 || signal?.aborted) return resolve();
    const each = {
      dueMs: nowMs() + ms,
      timer: undefined,
      end: () => {
        clearTimeout(each.timer);
        signal?.removeEventListener('abort', each.end);
        waits.delete(each);
        resolve();
      },
    };
    waits.add(each);
    signal?.addEventListener('abort', each.end);
    arm(each);
  });

process.on('message', (message) => {
  aheadMs = message.aheadMs;
  for (const each of waits) arm(each);
  process.send({ aheadMs });
});
process.on('disconnect', () => process.exit(1));

let ids = 0;
const parts = {
  createAnswers: (options) => {
    const pool = createPool(options);
    return { pool, answers: answersOn(pool) };
  },
  now: () => new Date(nowMs()).toISOString(),
  wait,
  newRequestId: () => {
    ids += 1;
    return `${process.pid}-${Date.now()}-${ids}`;
  },
  killProcess: () => process.kill(process.pid, 'SIGKILL'),
  version: VERSION,
};

const run = process.argv[2] === 'worker' ? runWorker : runService;
process.exit(await run(process.env, parts));
