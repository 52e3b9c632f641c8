/**
 * Typed arrays and texts laid out in one ArrayBuffer, which a worker receives by transfer, without a copy and
 * without the cost of cloning an object tree.
 *
 * Layout: Int32 header [floats, integers, texts, bytes, then the length of each], padded to 8 bytes; all Float64
 * sections; all Int32 sections; all texts as UTF-16 code units, so that any string survives; all byte sections.
 */
export interface Sections {
  readonly floats: readonly Float64Array[];
  readonly integers: readonly Int32Array[];
  readonly texts: readonly string[];
  readonly bytes: readonly Uint8Array[];
}

const COUNTS = 4;

/** Bytes of a header with `sections` lengths, padded so that the floats after it are aligned. */
const headerBytes = (sections: number): number => Math.ceil((COUNTS + sections) / 2) * 8;

const total = (parts: readonly { readonly length: number }[]): number =>
  parts.reduce((sum, part) => sum + part.length, 0);

/**
 * Copies all sections into a new buffer, of which the array is the whole. The sources are left as they are,
 * whatever buffer they are views of.
 *
 * @throws TypeError, RangeError when a part is no array or the whole would not fit in one ArrayBuffer
 */
export function packSections({ floats, integers, texts, bytes }: Sections): Uint8Array {
  const lengths = [...floats, ...integers, ...texts, ...bytes].map((part) => part.length);
  const floatsAt = headerBytes(lengths.length);
  const integersAt = floatsAt + total(floats) * Float64Array.BYTES_PER_ELEMENT;
  const textsAt = integersAt + total(integers) * Int32Array.BYTES_PER_ELEMENT;
  const bytesAt = textsAt + total(texts) * Uint16Array.BYTES_PER_ELEMENT;
  const buffer = new ArrayBuffer(bytesAt + total(bytes));

  new Int32Array(buffer, 0, COUNTS + lengths.length).set([
    floats.length,
    integers.length,
    texts.length,
    bytes.length,
    ...lengths,
  ]);
  copyAll(new Float64Array(buffer, floatsAt, total(floats)), floats);
  copyAll(new Int32Array(buffer, integersAt, total(integers)), integers);
  const codes = new Uint16Array(buffer, textsAt, total(texts));
  let at = 0;
  for (const text of texts) {
    for (let i = 0; i < text.length; i++) codes[at++] = text.charCodeAt(i);
  }
  copyAll(new Uint8Array(buffer, bytesAt), bytes);
  return new Uint8Array(buffer);
}

/**
 * Views (not copies) of what {@link packSections} laid out; the buffer belongs to the reader from here on.
 *
 * @param packed the whole of a buffer
 */
export function unpackSections({ buffer }: Uint8Array): Sections {
  const [floatCount = 0, integerCount = 0, textCount = 0, byteCount = 0] = new Int32Array(buffer, 0, COUNTS);
  const counts = [floatCount, integerCount, textCount, byteCount];
  const sections = counts.reduce((sum, count) => sum + count, 0);
  const lengths = new Int32Array(buffer, COUNTS * Int32Array.BYTES_PER_ELEMENT, sections);
  let at = headerBytes(sections);
  let section = 0;
  /** Reads the next `count` sections, whose elements take `size` bytes each. */
  function take<Part>(count: number, size: number, view: (at: number, length: number) => Part): Part[] {
    return Array.from({ length: count }, () => {
      const part = view(at, lengths[section]!);
      at += lengths[section++]! * size;
      return part;
    });
  }
  return {
    floats: take(floatCount, 8, (from, length) => new Float64Array(buffer, from, length)),
    integers: take(integerCount, 4, (from, length) => new Int32Array(buffer, from, length)),
    texts: take(textCount, 2, (from, length) => textOf(new Uint16Array(buffer, from, length))),
    bytes: take(byteCount, 1, (from, length) => new Uint8Array(buffer, from, length)),
  };
}

function copyAll<T extends Float64Array | Int32Array | Uint8Array>(target: T, parts: readonly T[]): void {
  let at = 0;
  for (const part of parts) {
    target.set(part, at);
    at += part.length;
  }
}

/** In pieces, because the number of arguments of one call is limited. */
const CODES_A_CALL = 4096;

function textOf(codes: Uint16Array): string {
  let text = '';
  for (let at = 0; at < codes.length; at += CODES_A_CALL) {
    text += String.fromCharCode(...codes.subarray(at, at + CODES_A_CALL));
  }
  return text;
}
