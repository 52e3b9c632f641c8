import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of public data: `BENCH_DATA`, by default beside the project. */
const benchData = (): string => process.env.BENCH_DATA ?? '../shared/data';

/** A file of the public data as text, or null where it is absent. */
export function readPublic(...path: readonly string[]): string | null {
  const file = join(benchData(), ...path);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

/** Says that a class is left out; nothing else fails for want of its data. */
export function saySkipped(name: string): void {
  console.log(`${name}: skipped, its data is not in ${benchData()} (set BENCH_DATA)`);
}

/** All numbers of a text, in order. */
export const numbersOf = (text: string): number[] => text.split(/\s+/).filter(Boolean).map(Number);

/** What is published of an instance: proven to be optimal, or the best that anyone knows. */
interface PublishedOptimum {
  readonly value: number;
  readonly proven: boolean;
}

/** Proven optima of one folder, by instance; empty where the data is absent. */
export function provenOptima(folder: string): ReadonlyMap<string, number> {
  const text = readPublic('optima.json');
  const byFolder = JSON.parse(text ?? '{}') as Record<string, Record<string, PublishedOptimum>>;
  const proven = Object.entries(byFolder[folder] ?? {}).filter(([, optimum]) => optimum.proven);
  return new Map(proven.map(([instance, { value }]) => [instance, value]));
}
