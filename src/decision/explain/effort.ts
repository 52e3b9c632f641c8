/** One bound on the work of explaining. */
interface Bound {
  readonly value: number;
  readonly unit: string;
  /** What it bounds, and what is missing beyond it. */
  readonly meaning: string;
}

const bound = (value: number, unit: string, meaning: string): Bound => ({ value, unit, meaning });

/**
 * How much work an explanation is. These are no parameters of the search: they change neither a decision nor a reason
 * that sums decide, only which questions are asked, so that whoever tunes the solver need not know them.
 */
export const EFFORT = {
  shareOfAQuestion: bound(
    0.3,
    'share of the time left',
    'One question may take so much of what is left; a hard one leaves time for others.',
  ),
  atOnceMs: bound(
    4,
    'ms',
    'An attempt that the serving thread answers itself asks no further question after so long.',
  ),
  mostLots: bound(
    200,
    'lots',
    'The earliest ones that may be received or moved earlier; a fix that needs later ones is not found.',
  ),
  mostSwitches: bound(
    100,
    'locations',
    'Closed or excluded locations with the most units; a fix that needs others is not found.',
  ),
  mostPlaces: bound(50, 'locations', 'Locations at which more units are tried; then that fix is given up.'),
  mostParts: bound(
    400,
    'products at locations',
    'Places of which some are chosen for more units where limits keep one place from being enough; with more, that fix is not looked for.',
  ),
  mostCombinations: bound(3, 'fixes', 'Combinations of two kinds; those that ask more are not listed.'),
  holdersAtOnce: bound(
    100,
    'shipments',
    'Other shipments that hold units are read and asked by so many, the lowest standing first, until the time is over.',
  ),
  mostGivers: bound(
    5,
    'shipments',
    'Shipments that give up units together; a fix that needs more of them is not named.',
  ),
} as const satisfies Record<string, Bound>;
