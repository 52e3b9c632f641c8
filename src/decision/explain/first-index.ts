/**
 * The first of so many positions that holds; null when none does.
 *
 * @param isMonotone true when every position after one that holds does too: then few are asked
 */
export async function firstIndex(
  count: number,
  holds: (index: number) => boolean | Promise<boolean>,
  { isMonotone }: { readonly isMonotone: boolean },
): Promise<number | null> {
  if (!isMonotone) {
    for (let index = 0; index < count; index++) if (await holds(index)) return index;
    return null;
  }
  let low = 0;
  let high = count - 1;
  if (high < 0 || !(await holds(high))) return null;
  while (low < high) {
    // Positions may be units, whose sum does not fit into the 32 bits of a shift.
    const middle = Math.floor((low + high) / 2);
    if (await holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
