import { MANY, row } from './row.ts';

/** How an attempt shares its time among search and engines. */
export const ATTEMPT = {
  searchNodes: row(
    'nodes',
    [1, MANY],
    5_000_000,
    'After so many nodes the structured search counts as stalled, whatever time is left. More gives it longer before an engine is asked.',
  ),
  atOnceMs: row(
    'ms',
    [1, 1000],
    4,
    'What an attempt may take of the thread that serves before a worker thread gets it. More holds up other requests for longer.',
  ),
  atOnceNodes: row(
    'nodes',
    [1, MANY],
    100,
    'The same in nodes, since the search looks at the clock only now and then. More holds up other requests for longer.',
  ),
  firstTurnMs: row(
    'ms',
    [1, 1_000_000],
    400,
    'What the first turn of the search takes at most, and of an engine where both take turns. More keeps waiting what only the other one settles.',
  ),
  searchShare: row(
    'share of the time limit',
    [0.01, 1],
    0.45,
    'After this part of the time limit the search has no more turns, and an engine gets the rest.',
  ),
  turnGrowth: row(
    'factor',
    [1, 1000],
    3,
    'A later turn of the search starts anew, so there is one only where it is longer than the first by this factor.',
  ),
  engineCellsPerMs: row(
    'cells',
    [1, MANY],
    250,
    'What an engine reads in a millisecond: one that would get no longer than its reading takes is not asked where there is a plan. Less leaves large attempts to the search, more lets an engine end after the time limit.',
  ),
  tieBreakCells: row(
    'cells',
    [0, MANY],
    1_000,
    'In attempts of so many cells or fewer an engine finds the first of equal plans where the search does not. More keeps waiting an answer that is proven otherwise, for as long as the engine reads the program.',
  ),
  firstAnswerMs: row(
    'ms',
    [0, 1000],
    25,
    'What finding a first plan, or the proof that there is none, may take of search and of an engine beyond the time limit: without it there is no answer at all.',
  ),
} as const;
