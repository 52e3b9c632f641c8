/** A value with fewer values inside is parsed by zod at once: its faults may take some 100 MB, for a moment. */
export const LIGHT_VALUES = 200_000;

/** Whether a JSON value holds more than `limit` values; stops counting there. */
export function isHeavy(root: unknown, limit: number): boolean {
  const open: unknown[] = [root];
  let count = 0;
  while (open.length > 0) {
    const value = open.pop();
    if (++count > limit) return true;
    if (typeof value !== 'object' || value === null) continue;
    // A long list is heavy by itself; copying it onto the stack would be the cost this guards against.
    if (Array.isArray(value) && value.length > limit) return true;
    for (const inner of Array.isArray(value) ? value : Object.values(value)) open.push(inner);
  }
  return false;
}
