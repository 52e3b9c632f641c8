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
  // The last one is needed: without it the others were not enough.
  for (const item of needed.slice(0, -1).reverse()) {
    const fewer = needed.filter((other) => other !== item);
    if (await isEnough(fewer)) needed = fewer;
  }
  return needed;
}
