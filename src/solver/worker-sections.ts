/**
 * Typed arrays and texts laid out in one ArrayBuffer, which a worker receives by transfer, without a copy and
 * without the cost of cloning an object tree.
 *
 * Layout: Int32 header [floats, integers, texts, then the length of each], padded to 8 bytes; all Float64
 * sections; all Int32 sections; all texts as UTF-16 code units, so that any string survives.
 */
export interface Sections {
  readonly floats: readonly Float64Array[];
  readonly integers: readonly Int32Array[];
  readonly texts: readonly string[];
}

const COUNTS = 3;

/** Bytes of a header with `sections` lengths, padded so that the floats after it are aligned. */
const headerBytes = (sections: number): number => Math.ceil((COUNTS + sections) / 2) * 8;

const total = (parts: readonly { readonly length: number }[]): number =>
  parts.reduce((sum, part) => sum + part.length, 0);

/**
 * Copies all sections into a new buffer. The sources are left as they are, whatever buffer they are views of.
 *
 * @throws TypeError, RangeError when a part is no array or the whole would not fit in one ArrayBuffer
 */
export function packSections({ floats, integers, texts }: Sections): ArrayBuffer {
  const lengths = [...floats, ...integers, ...texts].map((part) => part.length);
  const floatsAt = headerBytes(lengths.length);
  const integersAt = floatsAt + total(floats) * Float64Array.BYTES_PER_ELEMENT;
  const textsAt = integersAt + total(integers) * Int32Array.BYTES_PER_ELEMENT;
  const buffer = new ArrayBuffer(textsAt + total(texts) * Uint16Array.BYTES_PER_ELEMENT);

  new Int32Array(buffer, 0, COUNTS + lengths.length).set([
    floats.length,
    integers.length,
    texts.length,
    ...lengths,
  ]);
  copyAll(new Float64Array(buffer, floatsAt, total(floats)), floats);
  copyAll(new Int32Array(buffer, integersAt, total(integers)), integers);
  const codes = new Uint16Array(buffer, textsAt, total(texts));
  let at = 0;
  for (const text of texts) {
    for (let i = 0; i < text.length; i++) codes[at++] = text.charCodeAt(i);
  }
  return buffer;
}

/** Views (not copies) of what {@link packSections} laid out; the buffer belongs to the reader from here on. */
export function unpackSections(buffer: ArrayBuffer): Sections {
  const [floatCount = 0, integerCount = 0, textCount = 0] = new Int32Array(buffer, 0, COUNTS);
  const sections = floatCount + integerCount + textCount;
  const lengths = new Int32Array(buffer, COUNTS * Int32Array.BYTES_PER_ELEMENT, sections);
  let at = headerBytes(sections);
  const floats: Float64Array[] = [];
  const integers: Int32Array[] = [];
  const texts: string[] = [];
  lengths.forEach((length, section) => {
    if (section < floatCount) {
      floats.push(new Float64Array(buffer, at, length));
      at += length * Float64Array.BYTES_PER_ELEMENT;
    } else if (section < floatCount + integerCount) {
      integers.push(new Int32Array(buffer, at, length));
      at += length * Int32Array.BYTES_PER_ELEMENT;
    } else {
      texts.push(textOf(new Uint16Array(buffer, at, length)));
      at += length * Uint16Array.BYTES_PER_ELEMENT;
    }
  });
  return { floats, integers, texts };
}

function copyAll<T extends Float64Array | Int32Array>(target: T, parts: readonly T[]): void {
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
