import { firstIndex } from '../first-index.ts';

/**
 * A set of which nothing can be left out, from things in the order in which they are preferred: the fewest first ones
 * that are enough, less those of them that are not needed, last ones first.
 *
 * @param isEnough more things are never less enough
 * @returns an empty list where not even all of them together are enough
 */
export async function neededOf<Item>(
  preferred: readonly Item[],
  isEnough: (some: readonly Item[]) => Promise<boolean>,
): Promise<Item[]> {
  const last = await firstIndex(preferred.length, (index) => isEnough(preferred.slice(0, index + 1)), {
    isMonotone: true,
  });
  if (last === null) return [];
  let needed = preferred.slice(0, last + 1);
  /** Drops what is not needed of some, all at once where that is possible: mostly few are needed. */
  const drop = async (some: readonly Item[]): Promise<void> => {
    if (some.length === 0) return;
    const dropped = new Set(some);
    const fewer = needed.filter((item) => !dropped.has(item));
    if (await isEnough(fewer)) needed = fewer;
    else if (some.length > 1) {
      const middle = some.length >> 1;
      await drop(some.slice(middle));
      await drop(some.slice(0, middle));
    }
  };
  // The last one is needed: without it the others were not enough.
  await drop(needed.slice(0, -1));
  return needed;
}
