/** One thing wrong with an input, and where. */
export interface Fault {
  /** Where, from the input's root: `shipment.items[0].quantity`. */
  readonly path: string;
  /** Stable name of the kind of fault. */
  readonly code: string;
  /** What is wrong, with the names and values involved. */
  readonly message: string;
}

/** At most this many faults of one input are listed; of a long input that is wrong throughout more would help nobody. */
export const FAULT_LIMIT = 1000;

/** Characters of a fault's texts: it names what the input names, which may be as long as the input. */
const TEXT_LIMIT = 500;

/** At most this many faults are named in an error's message; `faults` has them all. */
const MOST_FAULTS_TOLD = 20;

/** An input that cannot be used: `malformed` (its form is wrong) or `contradictory` (its meaning is). */
export class InputError extends Error {
  override readonly name = 'InputError';
  /** At most {@link FAULT_LIMIT}, their texts cut to 500 characters. */
  readonly faults: readonly Fault[];

  constructor(
    readonly kind: 'malformed' | 'contradictory',
    found: readonly Fault[],
  ) {
    const faults = found.slice(0, FAULT_LIMIT).map(shortened);
    const told = faults
      .slice(0, MOST_FAULTS_TOLD)
      .map((fault) => `${fault.path || '(root)'}: ${fault.message}`);
    const more = faults.length - told.length;
    super(told.join('; ') + (more > 0 ? `; and ${more} more` : ''));
    this.faults = faults;
  }
}

const cut = (text: string): string => (text.length <= TEXT_LIMIT ? text : `${text.slice(0, TEXT_LIMIT)}…`);

const shortened = ({ path, code, message }: Fault): Fault => ({
  path: cut(path),
  code,
  message: cut(message),
});

/** Writes a path the way people read code: `inventory[3].available`. */
export function formatPath(path: readonly PropertyKey[]): string {
  let text = '';
  for (const key of path) {
    if (typeof key === 'number') text += `[${key}]`;
    else text += text === '' ? String(key) : `.${String(key)}`;
  }
  return text;
}
