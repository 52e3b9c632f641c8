import { parentPort } from 'node:worker_threads';
import { runBatch } from './batch.ts';

parentPort!.on('message', async (seed: number) => parentPort!.postMessage(await runBatch(seed)));
