import { Random } from '../random.ts';
import { drawAttempt } from './draw-attempt.ts';
import { type InstanceClass, seededClass } from './instance.ts';
import { readPublic, saySkipped } from './public-data.ts';
import type { Shape } from './shape.ts';

const MOST_LINES = 60;

const RETAIL: Shape = {
  lines: [1, MOST_LINES],
  quantity: [1, 1],
  locations: [10, 30],
  dates: [0, 3],
  density: [0.2, 0.7],
  lotDensity: [0.05, 0.3],
  share: [0.2, 1.5],
  shortToday: 0.3,
};

interface BasketLine {
  readonly productCode: string;
  readonly quantity: number;
}

/** Real orders of two weeks of a shop (UCI Online Retail); cancellations and postage left out. */
function readBaskets(text: string): BasketLine[][] {
  const baskets = new Map<string, BasketLine[]>();
  for (const row of text.split('\n').slice(1)) {
    const [invoice = '', productCode = '', quantity] = row.split(',');
    if (!/^\d+$/.test(invoice) || !/^\d{5}/.test(productCode) || !(Number(quantity) > 0)) continue;
    const known = baskets.get(invoice) ?? [];
    known.push({ productCode, quantity: Number(quantity) });
    baskets.set(invoice, known);
  }
  return [...baskets.values()].filter((basket) => basket.length <= MOST_LINES);
}

/** Attempts whose lines are a real basket; null, said in a line, where the data is absent. */
export function retailClass(): InstanceClass | null {
  const text = readPublic('retail', 'online-retail-2011-11.csv');
  if (text === null) {
    saySkipped('retail');
    return null;
  }
  const baskets = readBaskets(text);
  return seededClass(
    {
      name: 'retail',
      meaning: `real baskets (1–${MOST_LINES} lines), 10–30 locations, 0–3 dates`,
      usual: 20,
      target: null,
    },
    (seed) => {
      const random = new Random(seed);
      const items = random.pick(baskets).map((line, index) => ({ lineId: index + 1, ...line }));
      return drawAttempt(seed, RETAIL, { random, items });
    },
  );
}
