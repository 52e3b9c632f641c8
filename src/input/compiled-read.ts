/**
 * Source text of readers for the rows of a request. A reader that is put together from functions asks for each field by a
 * name that it holds in a variable, and calls one function a field and one a check, of which V8 inlines none. Written
 * out as text, for one schema, each field has its name and each check its limit: some 3 times as fast (`npm run
 * bench:passage`, the rows of `quick-read.ts`), and every row comes out with the same hidden class, whatever order its
 * fields came in. zod does the same for its own objects.
 *
 * Nothing of a request gets into the text: names and numbers of the schema only, and what is no plain name or number is
 * handed over as a value.
 */

/** Writes an expression for the value of the variable of this name: what the schema gives for it, or `unread`. */
export type WriteExpression = (given: string, constants: Constants) => string;

/** Values that a text refers to by name. */
class Constants {
  readonly values: unknown[] = [];

  /** The name of a value; a primitive is written as it is. */
  nameOf(value: unknown): string {
    if (value === null || value === undefined || typeof value === 'boolean') return String(value);
    if (typeof value === 'string') return JSON.stringify(value);
    if (typeof value === 'number' && Number.isFinite(value) && !Object.is(value, -0)) return `(${value})`;
    return `k${this.values.push(value) - 1}`;
  }
}

/** One field of a strict object. */
export interface WrittenField {
  readonly name: string;
  readonly write: WriteExpression;
  /** Whether the value may be left out: then the object that is made must not have it. */
  readonly mayBeAbsent: boolean;
}

/** Whether this process makes functions from text at all (`--disallow-code-generation-from-strings`). */
const mayCompile = ((): boolean => {
  try {
    return new Function('return true')() as boolean;
  } catch {
    return false;
  }
})();

/**
 * Makes a reader of strict objects with these fields: a new object in the order of the schema, or `unread`.
 *
 * @returns null where no function may be made from text, or there is no field
 */
export function compileStrictObject(
  fields: readonly WrittenField[],
  unread: symbol,
): ((value: unknown) => unknown) | null {
  if (!mayCompile || fields.length === 0) return null;
  const constants = new Constants();
  const reads = fields.map(({ name, write }, at) => {
    const expression = write(`g${at}`, constants);
    return `
    const g${at} = value[${JSON.stringify(name)}];
    if (g${at} !== undefined) unknown -= 1;
    const f${at} = ${expression};
    if (f${at} === unread) return unread;`;
  });
  const entryOf = ({ name }: WrittenField, at: number) => `${JSON.stringify(name)}: f${at}`;
  const always = fields.flatMap((field, at) => (field.mayBeAbsent ? [] : [entryOf(field, at)]));
  const maybe = fields.flatMap(({ name, mayBeAbsent }, at) =>
    mayBeAbsent ? [`if (f${at} !== undefined) made[${JSON.stringify(name)}] = f${at};`] : [],
  );
  const text = `
  ${constants.values.map((_, at) => `const k${at} = constants[${at}];`).join('\n  ')}
  return function readObject(value) {
    if (typeof value !== 'object' || value === null || prototypeOf(value) !== plain) return unread;
    let unknown = 0;
    for (const _ in value) unknown += 1;${reads.join('')}
    if (unknown !== 0) return unread;
    const made = { ${always.join(', ')} };
    ${maybe.join('\n    ')}
    return made;
  };`;
  const make = new Function('constants', 'unread', 'prototypeOf', 'plain', text);
  return make(constants.values, unread, Object.getPrototypeOf, Object.prototype) as (
    value: unknown,
  ) => unknown;
}
