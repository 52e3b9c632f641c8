import type { Snapshot } from '../../domain/snapshot.ts';
import type { WhatIf } from './what-if.ts';

/**
 * The position of the first question that is answered with a release; null when none is.
 *
 * @param isMonotone true when every question after a released one is released too: then few are asked
 */
export async function firstReleased(
  questions: readonly Snapshot[],
  { isMonotone }: { readonly isMonotone: boolean },
  whatIf: WhatIf,
): Promise<number | null> {
  const isReleased = async (index: number) => (await whatIf(questions[index]!))?.released === true;
  if (!isMonotone) {
    for (let index = 0; index < questions.length; index++) if (await isReleased(index)) return index;
    return null;
  }
  let low = 0;
  let high = questions.length - 1;
  if (high < 0 || !(await isReleased(high))) return null;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (await isReleased(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
