/**
 * How the search spends its work. None of these changes an optimum. All but the shares of the time count work, so that
 * the same program has the same answer on any machine where nothing is stopped by the time.
 */
export const SEARCH = {
  /** Components of up to so many items are searched in full, in up to so many nodes. */
  smallItems: 30,
  smallNodes: 20_000,
  /** Components of up to so many items are left to the engine at once. */
  engineFirstItems: 60,
  /** Larger ones than this never are: the engine would take gigabytes. */
  engineEntries: 100_000,
  /** Milliseconds an entry without which the engine would hardly solve its first relaxation. */
  engineMsAnEntry: 0.1,
  /** The part of the time that is left which the engine may take for a proof, once dives bring nothing new. */
  engineShare: 0.8,

  /** Rows of up to so many items times units are filled in whole items, in the first passes and later. */
  firstCells: 5_000,
  cells: 50_000,
  /** Passes of the split before the first dive, and before each of the others. */
  firstPasses: 40,
  passes: 15,
  /** Passes for the bound of a later objective. */
  laterPasses: 30,

  /** The part of the open items that a round of a dive decides; what is clearer than this part of its profit is at once. */
  divePart: 0.1,
  diveClear: 0.15,
  /** Passes between two rounds. */
  divePasses: 6,
  /** By how much profits are moved at random from the second dive on, as a part of them. */
  noise: 0.02,
  /** The most that the next objective counts in a dive, as a part of the least profit. */
  tilt: 0.006,
  /** Dives in a row that make the gap smaller by less than this part of it before something else is tried. */
  leastGain: 0.05,
  idleRounds: 3,
  /** The last choices that are held against each other. */
  pool: 4,
  /** Items in which they differ that are decided anew together, and nodes of the engine for them. */
  mergeItems: 250,
  mergeNodes: 20,

  /** The parts of the time that is left for prices and dives and for small sets of items, a turn: where the engine is asked
   * next, and where it is not. */
  sharesBeforeEngine: [0.3, 0.2],
  shares: [0.6, 0.4],
  /** Items of such a set, and in how many sets an item is on average in one turn. */
  partItems: 80,
  partOverlap: 8,
  /** Milliseconds for one. */
  partMs: 400,
  /** Nodes of the engine for one. */
  partNodes: 50,
  /** Items whose marginal is above this part of their profit are clear. */
  doubt: 0.3,
} as const;

/** The values of {@link SEARCH}, by name. */
export type SearchParameters = {
  readonly [Name in keyof typeof SEARCH]: (typeof SEARCH)[Name] extends number
    ? number
    : readonly [number, number];
};
