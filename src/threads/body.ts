import { setImmediate as nextTurn } from 'node:timers/promises';

/** Below this, copying costs less than moving (measured: a move takes 2 to 5 µs, whatever the length). */
const MOVE_FROM_BYTES = 16 * 2 ** 10;
/** Copied in one turn of the event loop; some 0.2 to 0.8 ms, for the target's pages are new. */
const COPY_BYTES_A_TURN = 2 ** 19;

/** Bytes in all pieces. */
export const byteLengthOf = (pieces: readonly Uint8Array[]): number =>
  pieces.reduce((sum, piece) => sum + piece.byteLength, 0);

/** True where nobody else can see the bytes through the same buffer, as far as can be told. */
const isWhole = ({ byteLength, buffer }: Uint8Array): boolean =>
  buffer instanceof ArrayBuffer && byteLength === buffer.byteLength;

/**
 * Takes bytes over from a caller, in order, as arrays that are each the whole of their buffer and so can be
 * transferred. A piece that is the whole of its own ArrayBuffer is moved, at once: the caller's array is empty
 * afterwards. Any other (a slice of Node's shared pool, shared memory, a small piece) is copied and stays as it is;
 * what is long is copied over several turns of the event loop, during which the caller must leave it alone.
 */
export function takeBody(pieces: readonly Uint8Array[]): Promise<Uint8Array[]> {
  return join(moveWhole(pieces));
}

/** Puts in place of each piece that can be moved one that has moved. */
function moveWhole(pieces: readonly Uint8Array[]): { piece: Uint8Array; isOurs: boolean }[] {
  const candidates = pieces.filter((piece) => piece.byteLength >= MOVE_FROM_BYTES && isWhole(piece));
  const once = new Set(candidates.map((piece) => piece.buffer));
  const chosen = new Set(once.size === candidates.length ? candidates : []);
  // Whoever sends a buffer twice gets it copied.
  for (const piece of pieces) if (!chosen.has(piece) && once.has(piece.buffer)) chosen.clear();
  const moved = move([...chosen].map((piece) => piece.buffer as ArrayBuffer));
  let next = 0;
  return pieces.map((piece) =>
    moved !== null && chosen.has(piece)
      ? { piece: new Uint8Array(moved[next++]!), isOurs: true }
      : { piece, isOurs: false },
  );
}

/** The same bytes in buffers of ours; null when one of them may not be moved, and then none is. */
function move(buffers: ArrayBuffer[]): ArrayBuffer[] | null {
  if (buffers.length === 0) return null;
  try {
    return structuredClone(buffers, { transfer: buffers });
  } catch {
    return null;
  }
}

/** Copies each run of pieces that are not ours into arrays of at most what a turn may copy. */
async function join(parts: readonly { piece: Uint8Array; isOurs: boolean }[]): Promise<Uint8Array[]> {
  const whole: Uint8Array[] = [];
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;
  const flush = (): void => {
    if (pendingBytes > 0) whole.push(joined(pending, pendingBytes));
    pending = [];
    pendingBytes = 0;
  };
  for (const { piece, isOurs } of parts) {
    if (isOurs) {
      flush();
      whole.push(piece);
      continue;
    }
    for (let at = 0; at < piece.byteLength; ) {
      const part = piece.subarray(at, at + COPY_BYTES_A_TURN - pendingBytes);
      pending.push(part);
      pendingBytes += part.byteLength;
      at += part.byteLength;
      if (pendingBytes < COPY_BYTES_A_TURN) continue;
      flush();
      await nextTurn();
    }
  }
  flush();
  return whole;
}

function joined(pieces: readonly Uint8Array[], byteLength: number): Uint8Array {
  const whole = new Uint8Array(byteLength);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.byteLength;
  }
  return whole;
}
