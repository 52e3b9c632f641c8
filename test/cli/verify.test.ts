import { afterAll, describe, expect, it } from 'vitest';
import { run, scratch } from './run.ts';

const { file, remove } = scratch();
afterAll(remove);

const problem = {
  asOf: '2026-05-01T09:00:00Z',
  shipment: { shipmentNumber: 1001, items: [{ lineId: 1, productCode: 'KTP', quantity: 5 }] },
  inventory: [{ locationCode: 'A', productCode: 'KTP', available: 5 }],
};
const plan = async () => JSON.parse((await run(['optimize', '--json', '-'], JSON.stringify(problem))).out);

describe('verify', () => {
  it('accepts what optimize prints, and ends with 0', async () => {
    const files = ['--problem', file('problem.json', problem), '--plan', file('plan.json', await plan())];
    const { code, out, err } = await run(['verify', ...files]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^The plan is valid\.\n/);
  });

  it('names the rules that a plan breaks, and ends with 4', async () => {
    const broken = await plan();
    broken.children[0].items[0].quantity = 4;
    broken.children[0].allocations[0].quantity = 4;
    const { code, out } = await run(['verify', '-'], JSON.stringify({ problem, plan: broken }));
    expect(code).toBe(4);
    expect(out).toMatch(/^The plan is not valid: \d+ violations?\.\n/);
    expect(out).toMatch(/^ {2}rule +where +what$/m);
  });

  it('reads one of problem and plan from standard input', async () => {
    const { code } = await run(
      ['verify', '--problem', file('p.json', problem), '--plan', '-'],
      JSON.stringify(await plan()),
    );
    expect(code).toBe(0);
  });

  it('prints the finding of the HTTP API with --json', async () => {
    const { code, out } = await run(
      ['verify', '--json', '-'],
      JSON.stringify({ problem, plan: await plan() }),
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ valid: true, violations: [] });
  });

  it.each([
    ['only a problem', ['--problem', 'x'], '--problem and --plan are given together'],
    [
      'both from standard input',
      ['--problem', '-', '--plan', '-'],
      'only one of --problem and --plan can be -',
    ],
    [
      'files and one more',
      ['--problem', 'x', '--plan', 'y', 'z'],
      '--problem and --plan leave no place for z',
    ],
  ])('%s is wrong usage', async (_, args, message) => {
    const { code, err } = await run(['verify', ...args]);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  it('writes the paths of faults from the root of the input', async () => {
    const { code, err } = await run(
      ['verify', '-'],
      JSON.stringify({ problem: { ...problem, colour: 1 }, plan: await plan() }),
    );
    expect(code).toBe(2);
    expect(err).toContain('  problem.colour: unknown field "colour"\n');
  });
});
