/** Whether a candidate, or a location, is fixed at a node of a search, and how. */
export const Fixing = { undecided: 0, open: 1, closed: 2 } as const;
