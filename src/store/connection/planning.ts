/**
 * How our statements are planned. All of them find what they want by an index, and plans are kept for as long as a
 * connection lives: one made while a table was small would walk through the whole of it when it has grown. Hash joins
 * stay: rows of a refresh are matched by them, and without them each with each.
 */
export const PLANNING = `
  set enable_seqscan = off; set enable_mergejoin = off;
  set plan_cache_mode = force_generic_plan; set jit = off`;

/** For a look at everything, inside the transaction that looks. */
export const PLANNING_FOR_ALL = `
  set local enable_seqscan = on; set local enable_mergejoin = on`;
