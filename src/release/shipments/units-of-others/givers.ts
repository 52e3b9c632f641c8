import { firstIndex } from '../../../decision/explain/first-index.ts';
import type { HeldUnits, UnitsHolder } from '../../ports/stock.ts';
import type { Questions } from './ask.ts';

type IsEnough = Questions['isEnough'];

const unitsOf = (holders: readonly UnitsHolder[]): HeldUnits[] => holders.flatMap(({ units }) => units);

/**
 * The first of these of which the units alone are enough; null where none is. Where the units of a whole group are not
 * enough, none of its members is asked: to give up more never prevents a release.
 */
export async function firstAlone(
  group: readonly UnitsHolder[],
  isEnough: IsEnough,
): Promise<UnitsHolder | null> {
  if (group.length === 0 || !(await isEnough(unitsOf(group)))) return null;
  if (group.length === 1) return group[0]!;
  const middle = group.length >> 1;
  return (
    (await firstAlone(group.slice(0, middle), isEnough)) ?? (await firstAlone(group.slice(middle), isEnough))
  );
}

/**
 * Holders that are enough together, of which none can be left out; null where all are not enough, or more than `most` are
 * needed. Of the shortest run from the front that is enough, the last one is needed; beside it the shortest run of those
 * before it, and so on.
 */
async function fewestInOrder(
  holders: readonly UnitsHolder[],
  most: number,
  isEnough: IsEnough,
): Promise<UnitsHolder[] | null> {
  const needed: UnitsHolder[] = [];
  let before = holders;
  while (needed.length === 0 || !(await isEnough(unitsOf(needed)))) {
    if (needed.length === most) return null;
    const candidates = before;
    const last = await firstIndex(
      candidates.length,
      (index) => isEnough(unitsOf([...needed, ...candidates.slice(0, index + 1)])),
      { isMonotone: true },
    );
    if (last === null) return null;
    needed.push(candidates[last]!);
    before = candidates.slice(0, last);
  }
  return needed;
}

const sumOf = ({ units }: UnitsHolder): number => units.reduce((sum, { quantity }) => sum + quantity, 0);

/**
 * Few holders that are enough together, of which none can be left out: those that stand last, or else, where these are too
 * many, those that hold the most.
 *
 * @param holders the lowest standing first
 */
export async function fewestTogether(
  holders: readonly UnitsHolder[],
  most: number,
  isEnough: IsEnough,
): Promise<UnitsHolder[] | null> {
  if (!(await isEnough(unitsOf(holders)))) return null;
  const largestFirst = holders.toSorted((a, b) => sumOf(b) - sumOf(a));
  return (
    (await fewestInOrder(holders, most, isEnough)) ?? (await fewestInOrder(largestFirst, most, isEnough))
  );
}

/** The givers with what each would have to give up: of each source as few units as are enough beside the others. */
export async function fewestUnits(
  givers: readonly UnitsHolder[],
  isEnough: IsEnough,
): Promise<UnitsHolder[]> {
  let fewest = unitsOf(givers);
  for (const [position, row] of fewest.entries()) {
    const withOnly = (quantity: number) => fewest.with(position, { ...row, quantity });
    // All that it holds is enough: that was asked before.
    const quantity =
      (await firstIndex(row.quantity, (units) => isEnough(withOnly(units)), { isMonotone: true })) ??
      row.quantity;
    fewest = withOnly(quantity);
  }
  let next = 0;
  return givers.map((giver) => ({
    ...giver,
    units: giver.units.map(() => fewest[next++]!).filter(({ quantity }) => quantity > 0),
  }));
}
