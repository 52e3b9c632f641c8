import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../random.ts';
import { drawAttempt, type InstanceClass } from './classes.ts';

/** The folder of public data: `BENCH_DATA`, by default beside the project. */
export const benchData = (): string => process.env.BENCH_DATA ?? '../shared/data';

/** Units a line, basket by basket, of two weeks of a real retailer (UCI Online Retail). */
function readBaskets(file: string): number[][] {
  const baskets = new Map<string, number[]>();
  for (const row of readFileSync(file, 'utf8').split('\n').slice(1)) {
    const [invoice, , quantity] = row.split(',');
    if (!invoice || !(Number(quantity) > 0)) continue;
    const known = baskets.get(invoice);
    if (known === undefined) baskets.set(invoice, [Number(quantity)]);
    else known.push(Number(quantity));
  }
  return [...baskets.values()];
}

/** Attempts whose lines are a real basket; null, said in a line, where the data is absent. */
export function retailClass(): InstanceClass | null {
  const file = join(benchData(), 'retail', 'online-retail-2011-11.csv');
  if (!existsSync(file)) {
    console.log(`retail: skipped, ${file} is absent (set BENCH_DATA)`);
    return null;
  }
  const baskets = readBaskets(file).filter((basket) => basket.length <= 60);
  return {
    name: 'retail',
    meaning: 'real baskets (up to 60 lines), 10–30 locations, 0–3 dates',
    draw: (seed) =>
      drawAttempt(
        seed,
        { lines: [1, 1], locations: [10, 30], dates: [0, 3], density: 0.5, share: [0.3, 1.5] },
        new Random(seed).pick(baskets),
      ),
  };
}
