import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** A run that leaves the JavaScript heap larger than this is followed by a collection. */
const COLLECT_ABOVE_BYTES = 128 * 2 ** 20;

/** V8's own full collection, which is only given to whoever asks by a flag. */
function loadCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  setFlagsFromString('--no-expose-gc');
  return collect;
}

let collect: (() => void) | undefined;
/** What the latest collection could not free. */
let keptBytes = 0;

/**
 * Frees what a large run has left behind, and gives what the isolate holds then, in bytes: the heap and what is
 * outside, WebAssembly memory included, which no heap limit counts. Some 5 µs where there is nothing to free.
 *
 * A thread that waits for its next run is blocked, and its garbage stays as long as it waits: 500 MB of it after a
 * request of 32 MiB. Freeing takes some 20 to 100 ms, after a run that took seconds. A heap that is large because its
 * content is still needed is left alone until it has doubled.
 */
export function freeAndWeigh(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  if (used_heap_size <= Math.max(COLLECT_ABOVE_BYTES, 2 * keptBytes)) return used_heap_size + external_memory;
  collect ??= loadCollector();
  collect();
  const left = getHeapStatistics();
  keptBytes = left.used_heap_size;
  return keptBytes + left.external_memory;
}
