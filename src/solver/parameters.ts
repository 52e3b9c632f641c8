/** What one parameter means and which values it may have. */
export interface ParameterRow {
  /** What it sets, and what a larger value costs. */
  readonly meaning: string;
  readonly unit: string;
  readonly least: number;
  readonly most: number;
  readonly default: number;
  /** True where only integers make sense. */
  readonly integer: boolean;
}

const row = (
  unit: string,
  [least, most]: readonly [least: number, most: number],
  initial: number,
  meaning: string,
): ParameterRow => ({
  meaning,
  unit,
  least,
  most,
  default: initial,
  integer: !unit.startsWith('share') && !unit.startsWith('factor'),
});

const MANY = 1_000_000_000;

/**
 * Every parameter of the search and of an attempt, with its range, its default and what it costs. None of them changes
 * an optimum: they decide how the time is spent, and what is left unproven when it ends. Numerical tolerances are no
 * parameters, for an answer would no longer be exact with other ones; they stand where they are derived.
 */
export const PARAMETERS = {
  searchNodes: row(
    'nodes',
    [1, MANY],
    5_000_000,
    'After so many nodes the structured search counts as stalled, whatever time is left. More gives it longer before an engine is asked.',
  ),
  smallColumns: row(
    'columns',
    [0, 10_000],
    16,
    'A question of at most so many open columns goes to javascript-lp-solver first. It keeps no time limit, so more means a longer worst case.',
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
  nodesPerClockLook: row(
    'nodes',
    [1, 1_000_000],
    256,
    'Nodes of the depth-first search between two looks at the clock. More is faster and passes the deadline by more.',
  ),
  quickNodesCounting: row(
    'nodes',
    [0, MANY],
    20_000,
    'Nodes of the depth-first search before the tree with prices of its own takes over, where candidates are only counted. More delays the tree on hard coverings.',
  ),
  quickWork: row(
    'entries',
    [0, MANY],
    6_000_000,
    'The same in nodes times entries: a node of a large covering takes longer.',
  ),
  quickNodesFixedCosts: row(
    'nodes',
    [0, MANY],
    500,
    'The same where opening a candidate has a price of its own: prices matter more.',
  ),
  quickNodesUnitCosts: row('nodes', [0, MANY], 50, 'The same where units have costs: prices matter most.'),
  quickNodesAgain: row(
    'nodes',
    [0, MANY],
    200,
    'The same once the tree has had to take over on this covering.',
  ),
  countShare: row(
    'share of the time left',
    [0.01, 1],
    0.7,
    'What the search for the fewest candidates may take before the one for the cheapest. More leaves the cost less time where the count is hard.',
  ),
  countSteps: row(
    'steps',
    [1, 100_000],
    60,
    'Steps of the dual ascent before the search for the fewest candidates. More pays only where that search is long.',
  ),
  costSteps: row(
    'steps',
    [1, 100_000],
    60,
    'Steps of the dual ascent before the search for the cheapest candidates. More pays only where that search is long.',
  ),
  treeRootSteps: row(
    'steps',
    [1, 100_000],
    250,
    'Steps of the dual ascent at the root of the tree, once a covering.',
  ),
  treeNodeSteps: row(
    'steps',
    [1, 100_000],
    40,
    'Steps of the dual ascent at a node of the tree. More makes fewer and slower nodes.',
  ),
  smallNodeCandidates: row(
    'candidates',
    [0, MANY],
    40,
    'A node of the tree with at most so many candidates goes to the depth-first search. More saves prices and visits more nodes.',
  ),
  smallNodeNodes: row(
    'nodes',
    [0, MANY],
    400,
    'Nodes that the depth-first search may take there before the tree branches after all.',
  ),
  restrictShare: row(
    'share of the candidates',
    [0, 1],
    0.1,
    'A node is restricted and priced again when fixings take more than this part of its candidates. Less prices more often.',
  ),
  locationRootSteps: row(
    'steps',
    [1, 100_000],
    150,
    'Steps of the dual ascent at the root of the search over locations, a level of the objective.',
  ),
  locationNodeSteps: row(
    'steps',
    [1, 100_000],
    30,
    'The same at its other nodes. More makes fewer and slower nodes.',
  ),
  ascentFirstStep: row(
    'factor',
    [0.001, 2],
    1,
    "First step of a dual ascent, as a part of Polyak's step. Above 2 the ascent need not converge.",
  ),
  ascentLastStep: row(
    'factor',
    [0.000_001, 1],
    0.002,
    'A dual ascent ends below this step. Less climbs longer for little.',
  ),
  ascentPatience: row(
    'steps',
    [1, 1000],
    8,
    'Steps without a better bound before the step is halved. More climbs longer.',
  ),
  ascentSmoothing: row(
    'share of the newest step',
    [0.001, 1],
    0.1,
    'Weight of the newest step in the primal estimate, by which a tree chooses its branch. More forgets sooner.',
  ),
  firstGuess: row(
    'share of the gap',
    [0.000_001, 1],
    0.015_625,
    'The tree first looks this far above its bound, then twice as far each time. Less proves small steps of the bound first.',
  ),
  bundleDemands: row(
    'demands',
    [0, 10_000],
    40,
    'With at most so many demands a bundle method goes on where the dual ascent ends. Its steps take longer with more of them.',
  ),
  ascentTreeNodes: row(
    'nodes',
    [0, MANY],
    100,
    'Nodes of the tree with a dual ascent before the bundle method. Less pays on hard coverings, more on easy ones.',
  ),
  ascentTreeWork: row(
    'entries',
    [0, MANY],
    50_000,
    'As many nodes as this over the entries of the covering, where that is more: a node of a small covering is quick.',
  ),
  bundleRootSteps: row(
    'steps',
    [1, 100_000],
    400,
    'Steps of the bundle method before a search. More pays only where that search is long.',
  ),
  bundleNodeSteps: row(
    'steps',
    [1, 100_000],
    30,
    'Steps of the bundle method at a node of the tree. More makes fewer and slower nodes.',
  ),
  oneDemandLabels: row(
    'labels',
    [0, MANY],
    3_000_000,
    'Labels that a covering of one demand may take before the general search is asked. More takes more memory.',
  ),
  labelsPerNode: row('labels', [1, 10_000], 64, 'Labels that count as one node: they take about as long.'),
  surrogateSlots: row(
    'candidates',
    [0, 64],
    8,
    'The surrogate bound is asked where at most so many more may be opened. With more the Lagrangian bound is stronger and cheaper.',
  ),
  surrogateRounds: row(
    'rounds',
    [0, 100],
    6,
    'How often the weights of the surrogate bound are moved at a node. More is sharper and slower.',
  ),
  surrogateStep: row('factor', [0.01, 2], 0.6, 'How far a round moves the weights of the surrogate bound.'),
  enumeratedClasses: row(
    'line classes',
    [1, 12],
    3,
    'Where so many groups of lines of one product may take from different sources, the rows of all their sets are searched at once; with more of them only those that turn out to be needed.',
  ),
  enumeratedLines: row(
    'lines',
    [0, 24],
    16,
    'Lines of one short product whose subsets are tried in a release by line. More lines are left to an engine; each one more doubles the subsets.',
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
} as const satisfies Readonly<Record<string, ParameterRow>>;

/** The values of {@link PARAMETERS}, by name. */
export type SolveParameters = { readonly [Name in keyof typeof PARAMETERS]: number };

/**
 * All parameters: the given values, and the defaults of the others.
 *
 * @throws RangeError naming the parameter and its range, for a name that is none or a value outside its range
 */
export function solveParameters(given: Partial<SolveParameters> = {}): SolveParameters {
  const rows: Readonly<Record<string, ParameterRow>> = PARAMETERS;
  for (const [name, value] of Object.entries(given)) {
    const known = Object.hasOwn(rows, name) ? rows[name] : undefined;
    if (known === undefined) throw new RangeError(`there is no solver parameter ${name}`);
    const { least, most, integer, unit } = known;
    const kind = integer ? 'an integer' : 'a number';
    if (!(value >= least && value <= most) || (integer && !Number.isInteger(value))) {
      throw new RangeError(`${name} must be ${kind} from ${least} to ${most} (${unit}), got ${value}`);
    }
  }
  const defaults = Object.fromEntries(Object.entries(rows).map(([name, each]) => [name, each.default]));
  return { ...(defaults as unknown as SolveParameters), ...given };
}

/** Every parameter at its default. */
export const DEFAULT_PARAMETERS: SolveParameters = solveParameters();
