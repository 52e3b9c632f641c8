import { writeSync } from 'node:fs';

/** Bytes of log after which the lines of a turn do not wait for its end. */
const LONGEST_TURN_CHARACTERS = 65_536;
/** A reader that is behind is waited for, a little at a time, up to this long; then its lines are given up. */
const PATIENCE_MS = 1_000;
const PAUSE_MS = 2;

/** Where a logger writes its lines. */
export interface LogSink {
  write(line: string): void;
  /** Writes what is left; nothing is under way afterwards. */
  flushSync(): void;
}

const nobodyWakes = new Int32Array(new SharedArrayBuffer(4));

/** Writes all of it, or as much as somebody takes: a log that nobody reads is no reason to stop serving. */
function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  const givesUpAt = performance.now() + PATIENCE_MS;
  for (let at = 0; at < bytes.length && performance.now() < givesUpAt; ) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      Atomics.wait(nobodyWakes, 0, 0, PAUSE_MS);
    }
  }
}

/**
 * Writes the lines of one turn of the event loop together, at its end, and before the process exits: one call of the
 * system for many requests, and no line lost or out of order. Only a process that is killed within a turn loses its
 * lines. (pino's own destination either writes each line by itself or, flushed by hand, waits for the disk.)
 */
export function turnByTurn(descriptor: number): LogSink {
  let lines = '';
  let isDue = false;
  const flushSync = (): void => {
    const text = lines;
    lines = '';
    if (text !== '') writeAll(descriptor, text);
  };
  process.on('exit', flushSync);
  return {
    write: (line) => {
      lines += line;
      if (lines.length > LONGEST_TURN_CHARACTERS) flushSync();
      if (isDue) return;
      isDue = true;
      setImmediate(() => {
        isDue = false;
        flushSync();
      });
    },
    flushSync,
  };
}
