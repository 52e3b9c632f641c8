import type { PackingProgram } from '../../program/packing-program.ts';
import type { PackingEngine } from '../../solver/packing/packing-engine.ts';
import { solvePacking } from '../../solver/packing/solve-packing.ts';
import type { WaveContext } from '../context.ts';
import type { Course, Queue } from '../queue/in-order.ts';
import { isWhole, worthOf } from '../worth.ts';
import { demandsByProduct, unitsToGive } from './demands.ts';
import { ProductRows, packingRow, type RowOfShipments } from './rows.ts';

/** Who is to be released in full, and what is proven of that. */
export interface Choice {
  /** 1 for each shipment that is released in full. */
  readonly chosen: Uint8Array;
  /** No choice has more value of a priority, given those before. */
  readonly valueByPriority: ReadonlyMap<number, number>;
  /** No choice of that value has more age. */
  readonly ageDays: number;
  /** Whether value and age are proven. */
  readonly isProven: boolean;
  readonly reason: string;
}

/** What stays where it is, and so is no item: its value is counted in any case. */
interface Standstill {
  readonly valueByPriority: Map<number, number>;
  readonly ageDays: number;
}

function standstillOf({ wave }: WaveContext, queue: Queue): Standstill {
  const valueByPriority = new Map<number, number>();
  let ageDays = 0;
  for (const [shipment, standing] of wave.shipments.entries()) {
    const { priority, daysWaited } = standing;
    const stays = queue.kept.has(shipment) && !queue.isMovable(shipment);
    valueByPriority.set(
      priority,
      (valueByPriority.get(priority) ?? 0) + (stays ? worthOf(standing, wave.ageWeight) : 0),
    );
    if (stays) ageDays += daysWaited;
  }
  return { valueByPriority, ageDays };
}

/** Puts the rows of all products together, item by item. */
function programOf(
  context: WaveContext,
  queue: Queue,
  items: Int32Array,
  itemOf: Int32Array,
  rows: readonly RowOfShipments[],
): PackingProgram {
  const { wave } = context;
  const levels = [...new Set(wave.shipments.map(({ priority }) => priority))];
  const levelOf = new Map(levels.map((priority, level) => [priority, level]));
  const standingOf = (item: number) => wave.shipments[items[item]!]!;
  const entries: { row: number; units: number }[][] = Array.from(items, () => []);
  for (const [row, { units }] of rows.entries()) {
    for (const [shipment, amount] of units) {
      if (itemOf[shipment]! >= 0) entries[itemOf[shipment]!]!.push({ row, units: amount });
    }
  }
  const itemStart = new Int32Array(items.length + 1);
  for (const [item, own] of entries.entries()) itemStart[item + 1] = itemStart[item]! + own.length;
  const all = entries.flat();
  const places = Array.from(items.keys());
  return {
    items: items.length,
    rows: rows.length,
    level: Int32Array.from(places, (item) => levelOf.get(standingOf(item).priority)!),
    value: Float64Array.from(places, (item) => worthOf(standingOf(item), wave.ageWeight)),
    age: Float64Array.from(places, (item) => standingOf(item).daysWaited),
    must: Uint8Array.from(places, (item) => (queue.kept.has(items[item]!) ? 1 : 0)),
    itemStart,
    row: Int32Array.from(all, ({ row }) => row),
    weight: Float64Array.from(all, ({ units }) => units),
    capacity: Float64Array.from(rows, ({ capacity }) => capacity),
  };
}

/**
 * Chooses who is released in full: the most value, priority by priority, then the most age; of equal choices the one that
 * keeps more of the first start. Limits, groups and weights are left aside here, so the bounds hold with them as well.
 *
 * @param starts waves that are decided otherwise, first-come first
 */
export async function chooseShipments(
  context: WaveContext,
  queue: Queue,
  engine: PackingEngine,
  starts: readonly Course[],
  timeLimitMs: number,
): Promise<Choice> {
  const { wave, now, signal } = context;
  const stays = (shipment: number) => queue.kept.has(shipment) && !queue.isMovable(shipment);
  const canBe = (shipment: number) =>
    context.wants[shipment]!.wants.every(({ class: ofWant }) => ofWant.sources.length > 0);
  const items = Int32Array.from(
    [...wave.shipments.keys()].filter((shipment) => !stays(shipment) && canBe(shipment)),
  );
  const itemOf = new Int32Array(wave.shipments.length).fill(-1);
  for (const [item, shipment] of items.entries()) itemOf[shipment] = item;
  const units = unitsToGive(context, queue);
  const products = demandsByProduct(context, queue).map((demands) => new ProductRows(demands, units));
  const rows = products.flatMap((product) => product.rows);
  const program = programOf(context, queue, items, itemOf, rows);
  const open = products.filter(({ isComplete }) => !isComplete);
  const separate = (chosen: Uint8Array) => {
    const isChosen = (shipment: number) => itemOf[shipment]! >= 0 && chosen[itemOf[shipment]!] === 1;
    return open.flatMap((product) => {
      const broken = product.brokenBy(isChosen);
      return broken === null ? [] : [packingRow(broken, itemOf)];
    });
  };
  const outcome = await solvePacking(program, {
    start: starts.map((course) => Uint8Array.from(items, (shipment) => (isWhole(course, shipment) ? 1 : 0))),
    timeLimitMs: Math.max(1, timeLimitMs),
    now,
    engine,
    ...(signal !== undefined && { signal }),
    ...(open.length > 0 && { separate }),
  });
  const { valueByPriority, ageDays } = standstillOf(context, queue);
  const priorities = [...valueByPriority.keys()];
  let age = ageDays;
  for (const { name, level, bound } of outcome.objectives) {
    if (name === 'age') age += bound;
    else valueByPriority.set(priorities[level!]!, valueByPriority.get(priorities[level!]!)! + bound);
  }
  const chosen = new Uint8Array(wave.shipments.length);
  for (const [item, shipment] of items.entries()) chosen[shipment] = outcome.chosen[item]!;
  return {
    chosen,
    valueByPriority,
    ageDays: age,
    isProven: outcome.status === 'optimal',
    reason: outcome.reason,
  };
}
