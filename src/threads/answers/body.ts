import { setImmediate as nextTurn } from 'node:timers/promises';

/** Copied in one turn of the event loop; some 0.2 to 0.8 ms, for the target's pages are new. */
const COPY_BYTES_A_TURN = 2 ** 19;

/** Bytes in all pieces. */
export const byteLengthOf = (pieces: readonly Uint8Array[]): number =>
  pieces.reduce((sum, piece) => sum + piece.byteLength, 0);

/** True where nobody else can see the bytes through the same buffer, as far as can be told. */
const isWhole = ({ byteLength, buffer }: Uint8Array): boolean =>
  buffer instanceof ArrayBuffer && byteLength === buffer.byteLength;

/** The same bytes as one array that can be posted without whatever else its buffer holds. */
export function keepBody(pieces: readonly Uint8Array[]): Uint8Array {
  const [first] = pieces;
  if (first !== undefined && pieces.length === 1 && isWhole(first)) return first;
  const kept = new Uint8Array(byteLengthOf(pieces));
  let at = 0;
  for (const piece of pieces) {
    kept.set(piece, at);
    at += piece.byteLength;
  }
  return kept;
}

/**
 * The same bytes, in order, as arrays that are each the whole of their buffer and so can be moved to another thread.
 * A piece that is so already, as sockets give them, stays as it is; of any other (a slice of a larger buffer, or of
 * Node's shared pool) a copy is made, of what is long over several turns of the event loop.
 */
export async function takeBody(pieces: readonly Uint8Array[]): Promise<Uint8Array<ArrayBuffer>[]> {
  const taken: Uint8Array<ArrayBuffer>[] = [];
  let copied = 0;
  for (const piece of pieces) {
    if (isWhole(piece)) taken.push(piece as Uint8Array<ArrayBuffer>);
    else {
      for (let at = 0; at < piece.byteLength; at += COPY_BYTES_A_TURN) {
        const part = new Uint8Array(piece.subarray(at, at + COPY_BYTES_A_TURN));
        taken.push(part);
        copied += part.byteLength;
        if (copied < COPY_BYTES_A_TURN) continue;
        copied = 0;
        await nextTurn();
      }
    }
  }
  return taken;
}
