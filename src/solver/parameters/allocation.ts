import { MANY, row } from './row.ts';

/** How an allocation problem is taken apart, how its limits are searched, and how its greedy plan is found. */
export const ALLOCATION = {
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
  relaxationShare: row(
    'share of the time left',
    [0.01, 1],
    0.25,
    'What the search without a limit on places may take before the search over places. More leaves a limit that binds less.',
  ),
  placeSets: row(
    'sets',
    [0, MANY],
    1000,
    'With fewer sets of places than this, each is tried where a limit on the locations of a line binds as well.',
  ),
  splitShare: row(
    'share of the time left',
    [0.01, 1],
    0.5,
    'What the search for a limit on the locations of a line may take where lines compete. Where it has not ended by then its bounds are too weak.',
  ),
  splitNodes: row(
    'nodes',
    [1, MANY],
    500,
    'The same in nodes. More gives it longer before an engine is asked.',
  ),
  forcedPackages: row(
    'packages',
    [0, MANY],
    32,
    'A line with at most so many packages is asked which of them it cannot do without. With more, none is likely to be indispensable.',
  ),
  firstSets: row(
    'sets',
    [1, MANY],
    50,
    'Sets of locations of one line that are tried for a first plan. More finds a better one and takes longer.',
  ),
  greedyOrders: row(
    'orders',
    [1, 1000],
    6,
    'Orders of the lines of one product that the greedy plan tries where a limit on the locations of a line leaves units uncovered.',
  ),
  greedyExchanges: row(
    'exchanges',
    [0, MANY],
    200,
    'Exchanges of packages that the greedy plan tries where limits leave units uncovered. More finds more first plans and takes longer where there is none.',
  ),
} as const;
