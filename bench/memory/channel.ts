/** Where the worker says what it holds, after each answer. */
export const MEMORY_CHANNEL = 'bench-memory';

/** What one isolate has taken from the machine, garbage included. */
export interface HeldBytes {
  readonly heap: number;
  /** Outside the heap: WebAssembly memory, array buffers. */
  readonly outside: number;
}
