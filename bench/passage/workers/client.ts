import { request } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

/** Sends the body that it was started with to the port that each message names, and posts the reply's length. */
const body: Uint8Array = workerData;
const headers = { 'content-type': 'application/json' };
parentPort!.on('message', (port: number) => {
  const sent = request(
    { port, path: '/v1/optimize', headers, host: '127.0.0.1', method: 'POST', agent: false },
    (reply) => {
      let length = 0;
      reply.on('data', (chunk: Buffer) => (length += chunk.length));
      reply.on('end', () => parentPort!.postMessage(length));
    },
  );
  sent.end(body);
});
