/** What one line wants, and the positions of the sources it may take from. */
export interface Demand {
  readonly quantity: number;
  readonly sources: readonly number[];
}

/** Units moved over a path that ends at a source with something left. */
interface Step {
  readonly source: number;
  /** The demand that would take from `source`. */
  readonly taker: number;
  /** The step at which `taker` gives up a source of its own; null for the demand to be covered. */
  readonly before: Step | null;
}

/**
 * Covers demands from shared sources, earlier demands first: each is covered as far as is possible without
 * uncovering one before it. The total is the largest that any sharing reaches (augmenting paths, shortest
 * first: Edmonds and Karp).
 *
 * @param capacities units each source can give, integers ≥ 0
 * @returns units covered, one number a demand
 */
export function coverDemands(demands: readonly Demand[], capacities: readonly number[]): number[] {
  const left = [...capacities];
  const flows = demands.map(() => new Map<number, number>());
  return demands.map(({ quantity, sources }, index) => {
    let wanted = quantity;
    for (const source of sources) {
      wanted -= move(flows, left, { source, taker: index, before: null }, wanted);
      if (wanted === 0) return quantity;
    }
    while (wanted > 0) {
      const path = findPath(demands, flows, left, index);
      if (path === null) break;
      wanted -= move(flows, left, path, wanted);
    }
    return quantity - wanted;
  });
}

/** The shortest way to free units for demand `start`, by letting others take elsewhere. */
function findPath(
  demands: readonly Demand[],
  flows: readonly Map<number, number>[],
  left: readonly number[],
  start: number,
): Step | null {
  const reached = new Set<number>();
  const queue: { demand: number; before: Step | null }[] = [{ demand: start, before: null }];
  // `of` sees what is pushed while it runs: the queue grows until no new source is reached.
  for (const { demand, before } of queue) {
    for (const source of demands[demand]?.sources ?? []) {
      if (reached.has(source)) continue;
      reached.add(source);
      const step: Step = { source, taker: demand, before };
      if ((left[source] ?? 0) > 0) return step;
      for (const [holder, flow] of flows.entries()) {
        if ((flow.get(source) ?? 0) > 0) queue.push({ demand: holder, before: step });
      }
    }
  }
  return null;
}

/** Moves as many units as the path lets through, at most `wanted`. @returns units moved */
function move(flows: readonly Map<number, number>[], left: number[], end: Step, wanted: number): number {
  let units = Math.min(wanted, left[end.source] ?? 0);
  for (let step = end; step.before !== null; step = step.before) {
    units = Math.min(units, flows[step.taker]?.get(step.before.source) ?? 0);
  }
  if (units <= 0) return 0;
  left[end.source] = (left[end.source] ?? 0) - units;
  for (let step: Step | null = end; step !== null; step = step.before) {
    const flow = flows[step.taker];
    flow?.set(step.source, (flow.get(step.source) ?? 0) + units);
    if (step.before !== null) flow?.set(step.before.source, (flow.get(step.before.source) ?? 0) - units);
  }
  return units;
}
