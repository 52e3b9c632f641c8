import { describe, expect, it } from 'vitest';
import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { formulate } from '../../src/formulation/formulate.ts';
import { levelValue } from '../../src/program/level-value.ts';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import { objectiveRange } from '../../src/solver/textbook/reduce/objective-range.ts';
import { Propagation } from '../../src/solver/textbook/reduce/propagation.ts';
import { weightedSumOf } from '../../src/solver/textbook/weighted-sum.ts';
import { snapshotOf } from '../arbitraries/snapshot-of.ts';
import { attempt } from '../properties/attempts.ts';
import { readDocument, tableOf } from './tables.ts';

const readme = readDocument('../README.md');
const section = readme.split('## Current inventory first')[1]!.split('\n## ')[0]!.replaceAll('\n', ' ');
const request = JSON.parse(readDocument('examples/ten-lines.json')) as OptimizeRequestInput;

const { program } = formulate(snapshotOf(request));
const bounds = { lower: program.columnLower.slice(), upper: program.columnUpper.slice() };
new Propagation(program).tighten(bounds);
const ranges = program.levels.map((level) => objectiveRange(program, bounds, level));
const sum = weightedSumOf(program.levels, ranges, Number.MAX_SAFE_INTEGER);

const grouped = (value: number): string => value.toLocaleString('en-US');
const costOf = (values: readonly number[]): number =>
  values.reduce((total, value, level) => total + value * sum.weights[level]!, 0);
const valuesOf = async (problem: OptimizeRequestInput) =>
  (await attempt(problem)).objective.map(({ value }) => value);

/** The README's sum, from the level `first` on. */
const writtenSum = (values: readonly number[], first: number): string =>
  values
    .map((value, level) => `${value} × ${grouped(sum.weights[level]!)}`)
    .slice(first)
    .join(' + ');

describe('the weights in the README', () => {
  it('are those of its example', () => {
    expect(section).toContain(`${program.columnLower.length} columns and ${program.rowLower.length} rows`);
    expect(request.shipment.items).toHaveLength(10);
    expect(sum.count).toBe(5);
    const rows = program.levels.map(({ name }, level) => [
      name,
      grouped(ranges[level]!.least),
      grouped(ranges[level]!.most),
      grouped(sum.weights[level]!),
    ]);
    expect(tableOf(readme, 'goal')).toEqual(rows);
  });

  it('let no future unit be taken to save on what comes behind', () => {
    const mostBehind = ranges.map(({ most }, level) => (level < 2 ? 0 : most));
    expect(costOf(mostBehind)).toBe(sum.weights[1]! - 1);
    const spans = ranges.map(({ most }) => most);
    expect(section).toContain(`${writtenSum(spans, 2)} = ${grouped(costOf(mostBehind))}`);
  });

  it('give the same plan as the goals one by one', async () => {
    const values = await valuesOf(request);
    const { costs, integral } = sum;
    const asOneCost = { ...program, levels: [{ name: 'sum', costs, scale: 1, integral }] };
    const { point } = await createPortfolio().solve(asOneCost, { timeLimitMs: 10_000 });
    expect(program.levels.map((level) => levelValue(level, point!))).toEqual(values);
    expect(section).toContain(`${writtenSum(values, 1)} = ${grouped(costOf(values))}`);
  });

  it('make the other plan as dear as it says', async () => {
    const inventory = request.inventory!.filter(({ locationCode }) => locationCode !== 'C');
    const [values, others] = [await valuesOf(request), await valuesOf({ ...request, inventory })];
    expect(values[3]! - others[3]!).toBe(1);
    expect(section).toContain(`save a package and ${values[4]! - others[4]!} of cost`);
    expect(section).toContain(`would come to ${grouped(costOf(others))}`);
  });
});
