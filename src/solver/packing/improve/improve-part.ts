import { wholeQuestion } from '../exact/whole-question.ts';
import { foldOf } from '../fold.ts';
import type { Objective } from '../objectives.ts';
import type { PackingEngine } from '../packing-engine.ts';
import { componentsOf } from '../reduce/components.ts';
import { reduce } from '../reduce/reduce.ts';
import { type Packing, partOf, take } from '../rows.ts';

/** How long the engine may take over one set of items that compete with each other. */
export interface PartLimits {
  readonly timeLimitMs: number;
  /** Nodes of the engine's search, so that the same question has the same answer on any machine. */
  readonly nodes: number;
}

/** Up to here an engine tells values apart that differ by 1. */
const EXACT_SPAN = 2 ** 24;

/** A choice with what it leaves of each row; parts of it are improved in place. */
export interface Draft {
  readonly chosen: Uint8Array;
  readonly left: Float64Array;
}

/**
 * Decides some items anew while all others stay as they are.
 *
 * @param items ascending
 * @returns whether the draft is better now
 */
export function improvePart(
  packing: Packing,
  objectives: readonly Objective[],
  draft: Draft,
  items: Int32Array,
  engine: PackingEngine,
  limits: PartLimits,
): boolean {
  const { chosen, left } = draft;
  for (const item of items) if (chosen[item] === 1) take(packing, item, left, -1);
  const part = partOf(packing, items, left);
  const { settled, open, packing: competing } = reduce({ ...part, must: new Uint8Array(items.length) });
  const wanted = settled;
  for (const { members, packing: own } of componentsOf(competing)) {
    const indices = members.map((member) => open[member]!);
    const start = Uint8Array.from(indices, (index) => chosen[items[index]!]!);
    const ownObjectives = objectives.map((objective) => ({
      ...objective,
      profit: Float64Array.from(indices, (index) => objective.profit[items[index]!]!),
    }));
    const { point } = engine.solve({
      ...wholeQuestion(
        own,
        [{ ...ownObjectives[0]!, profit: foldOf(ownObjectives, EXACT_SPAN).profit }],
        0,
        NONE,
        {
          absoluteGap: 0.5,
          timeLimitMs: limits.timeLimitMs,
          isOver: () => false,
        },
      ),
      nodes: limits.nodes,
    });
    indices.forEach((index, at) => {
      wanted[index] = (point ?? start)[at]!;
    });
  }
  const before = Uint8Array.from(items, (item) => chosen[item]!);
  const isBetter = isGain(objectives, items, before, wanted) && isFeasible(packing, items, wanted, left);
  const after = isBetter ? wanted : before;
  items.forEach((item, index) => {
    chosen[item] = after[index]!;
    if (after[index] === 1) take(packing, item, left);
  });
  return isBetter;
}

const NONE = new Float64Array(0);

/** Whether the first objective that changes rises. */
function isGain(
  objectives: readonly Objective[],
  items: Int32Array,
  before: Uint8Array,
  after: Uint8Array,
): boolean {
  for (const { profit, integral } of objectives) {
    let gain = 0;
    let size = 0;
    items.forEach((item, index) => {
      gain += (after[index]! - before[index]!) * profit[item]!;
      size += profit[item]!;
    });
    if (Math.abs(gain) > (integral ? 0 : 1e-9 * size)) return gain > 0;
  }
  return false;
}

/** Whether items fit in what the others leave. */
function isFeasible(packing: Packing, items: Int32Array, chosen: Uint8Array, left: Float64Array): boolean {
  const rest = left.slice();
  items.forEach((item, index) => {
    if (chosen[index] === 1) take(packing, item, rest);
  });
  return rest.every((units) => units >= 0);
}
