import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { calendarDayOf } from '../../src/domain/calendar.ts';
import { compareCodes } from '../../src/domain/ids.ts';
import { OptimizeRequest } from '../../src/domain/optimize-request.ts';
import { compareCurrent, compareLots } from '../../src/domain/snapshot.ts';
import { jsonWeight } from '../../src/input/json-weight.ts';
import { parseInput } from '../../src/input/parse.ts';
import { quickReader } from '../../src/input/quick-read.ts';
import { linesInOrder, WrittenOrder } from '../../src/input/written-order.ts';
import type { Row } from '../report.ts';
import { median } from '../statistics.ts';
import { type BodyShape, drawRequest } from './bodies.ts';

const MIB = 2 ** 20;

/** Milliseconds that each way takes on what `prepare` gives, in turns, so that both meet the same machine. */
function compare<Given>(
  runs: number,
  prepare: () => Given,
  ours: (given: Given) => unknown,
  plain: typeof ours,
) {
  const times = { ours: [] as number[], plain: [] as number[] };
  for (let run = -Math.ceil(runs / 5); run < runs; run++) {
    for (const way of ['ours', 'plain'] as const) {
      const given = prepare();
      const startedAt = performance.now();
      (way === 'ours' ? ours : plain)(given);
      if (run >= 0) times[way].push(performance.now() - startedAt);
    }
  }
  const [oursMs, plainMs] = [median(times.ours), median(times.plain)];
  return { 'ours ms': oursMs, 'plain ms': plainMs, 'plain / ours': plainMs / oursMs };
}

/** The written order by comparators, with clashes found between neighbours, as one would write it first. */
function plainOrder({ shipment, inventory, futureInventory, locations, timeZone }: OptimizeRequest): unknown {
  const wanted = new Set<string>(shipment.items.map(({ productCode }) => productCode));
  const current = [...inventory].sort(compareCurrent);
  const lots = futureInventory
    .map((lot) => ({
      ...lot,
      deliveryDay: lot.deliveryDate === null ? null : calendarDayOf(lot.deliveryDate, timeZone),
    }))
    .filter(
      (lot): lot is typeof lot & { deliveryDay: NonNullable<(typeof lot)['deliveryDay']> } =>
        lot.deliveryDay !== null,
    )
    .sort(compareLots);
  const clashes = [
    ...current.filter((row, at) => at > 0 && compareCurrent(current[at - 1]!, row) === 0),
    ...lots.filter((lot, at) => at > 0 && compareLots(lots[at - 1]!, lot) === 0),
  ];
  const named = [...locations, ...inventory, ...futureInventory].map(({ locationCode }) => locationCode);
  return {
    items: [...shipment.items].sort((a, b) => a.lineId - b.lineId),
    current: current.filter(({ productCode }) => wanted.has(productCode)),
    lots: lots.filter(({ productCode }) => wanted.has(productCode)),
    locations: [...new Set(named)].sort(compareCodes),
    clashes,
  };
}

function writtenOrder(request: OptimizeRequest): unknown {
  const { items: lines, fulfillmentLocationCode: pickup } = request.shipment;
  const order = new WrittenOrder(request, {
    products: lines.map(({ productCode }) => productCode),
    locations: pickup === null ? [] : [pickup],
  });
  return [
    linesInOrder(lines, []),
    order.currentInventory(),
    order.futureLots(),
    order.locations(),
    order.clashes,
  ];
}

/** Reading by a reader made from the schema, and the written order by numbers, each against the plain way. */
export function machineryRows(shapes: Readonly<Record<string, BodyShape>>, seed: number): Row[] {
  const readQuickly = quickReader(OptimizeRequest);
  return Object.entries(shapes).flatMap(([name, shape]) => {
    const text = JSON.stringify(drawRequest(seed, shape));
    const runs = Math.max(5, Math.min(500, Math.round(2e7 / text.length)));
    const request = parseInput(OptimizeRequest, JSON.parse(text));
    const asked = { request: name, 'body KiB': Math.round(text.length / 1024) };
    return [
      {
        part: 'quick-read.ts',
        instead: 'zod.safeParse',
        ...asked,
        ...compare(
          runs,
          () => JSON.parse(text),
          readQuickly,
          (value) => OptimizeRequest.safeParse(value),
        ),
      },
      {
        part: 'written-order.ts',
        instead: 'sort by comparators',
        ...asked,
        ...compare(runs, () => request, writtenOrder, plainOrder),
      },
    ];
  });
}

/** The heap that `JSON.parse` takes of texts of one length, and what weighing them says before and costs. */
export function weighingRows(): Row[] {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const heldBytes = (): number => {
    collect();
    return getHeapStatistics().used_heap_size;
  };
  const row = '{"locationCode":"A17","productCode":"P4","available":7,"unitCost":1.05},';
  const texts = {
    'rows of stock': `[${row.repeat(Math.floor((2 * MIB) / row.length))}0]`,
    'objects named by numbers': `${'{"34":'.repeat(Math.floor((2 * MIB) / 7))}0${'}'.repeat(Math.floor((2 * MIB) / 7))}`,
  };
  return Object.entries(texts).map(([name, text]) => {
    const bytes = Buffer.from(text);
    const flat = bytes.toString();
    const before = heldBytes();
    const startedAt = performance.now();
    const value: unknown = JSON.parse(flat);
    const parseMs = performance.now() - startedAt;
    const heap = heldBytes() - before;
    if (value === undefined) throw new Error('the value must live until here');
    const weighedAt = performance.now();
    const weight = jsonWeight(bytes);
    const scale = 32 / (bytes.length / MIB);
    return {
      text: name,
      'MiB of text': bytes.length / MIB,
      'parse ms': parseMs,
      'weighing ms': performance.now() - weighedAt,
      'heap MiB, of 32 MiB of it': (heap / MIB) * scale,
      'as weighed': (weight / MIB) * scale,
    };
  });
}
