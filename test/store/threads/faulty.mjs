// The thread of the embedded database, with faults that a statement asks for by its text.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { parentPort } from 'node:worker_threads';

parentPort.on('message', (message) => {
  const text = Buffer.from(message).toString('latin1');
  if (text.includes('end the thread')) process.exit(1);
  if (text.includes('fill the disk')) {
    fs.writeSync = () => {
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    };
  }
  if (text.includes('break the disk')) {
    fs.fdatasyncSync = () => {
      throw Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' });
    };
    syncBuiltinESMExports();
  }
});

await import('../../../dist/store/embedded/thread.js');
