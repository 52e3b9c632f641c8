import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { createWhole } from './first-start.ts';
import { FLUSHING_PARAMETERS, FlushingFolder } from './flushing-folder.ts';
import { CLOSE, joined, READY, type ThreadData } from './messages.ts';

/*
 * The thread of the embedded database. It answers each message of the wire protocol with one message that holds all
 * of Postgres's answer. What goes wrong in Postgres itself ends the thread, and whoever started it starts another.
 */

const { folder } = workerData as ThreadData;
if (parentPort === null) throw new Error('thread.ts runs as a worker thread');
const port = parentPort;

/** What Postgres writes before it gives up, such as `PANIC:  could not write to log file`. */
const GIVING_UP = /(?:PANIC|FATAL): .*/;

function open(): Promise<PGlite> {
  if (folder === null) return PGlite.create();
  const dataDir = join(folder, 'postgres');
  const fs = () => new FlushingFolder(dataDir, () => process.exit(1));
  const onStderr = (line: string) => {
    const reason = GIVING_UP.exec(line)?.[0];
    if (reason !== undefined) port.postMessage(reason);
    return true;
  };
  return createWhole(folder, dataDir, () =>
    PGlite.create({ fs: fs(), startParams: [...FLUSHING_PARAMETERS], onStderr }),
  );
}

const pglite = await open();

async function answer(message: Uint8Array): Promise<void> {
  const parts: Uint8Array[] = [];
  // The parts lie in Postgres's own memory, and are overwritten by what follows.
  const onRawData = (bytes: Uint8Array) => void parts.push(bytes.slice());
  await pglite.execProtocolRawStream(message, { syncToFs: false, onRawData });
  const whole = joined(parts);
  port.postMessage(whole, [whole.buffer]);
}

port.on('message', async (message: Uint8Array | typeof CLOSE) => {
  if (message !== CLOSE) return answer(message);
  await pglite.close();
  process.exit(0);
});
port.postMessage(READY);
