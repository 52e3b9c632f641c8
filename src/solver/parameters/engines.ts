import { row } from './row.ts';

/** How the engines of the textbook program are asked. */
export const ENGINES = {
  smallColumns: row(
    'columns',
    [0, 10_000],
    16,
    'A question of at most so many open columns goes to javascript-lp-solver first. It keeps no time limit, so more means a longer worst case.',
  ),
  engineQuestions: row(
    'questions',
    [1, 100_000],
    400,
    'How often an engine may be asked about one objective before its rounding counts as beyond repair.',
  ),
  engineTurnMs: row(
    'ms',
    [1, 1_000_000],
    50,
    'How long an engine is first asked one question with continuous quantities before it is asked with integer ones; the turns double. More delays the other way.',
  ),
  roundingGraceMs: row(
    'ms',
    [0, 1000],
    20,
    'What making a point integer may take beyond the time limit: without it there is no plan.',
  ),
  visitsPerRow: row(
    'visits',
    [1, 10_000],
    20,
    'How often bound propagation looks at a row in one run, on average. Less leaves more columns open; more lets bounds creep for longer.',
  ),
} as const;
