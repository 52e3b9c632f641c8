import { afterAll, describe, expect, it } from 'vitest';
import { run, scratch } from './run.ts';

const request = {
  asOf: '2026-05-01T09:00:00Z',
  shipment: { shipmentNumber: 1001, items: [{ lineId: 1, productCode: 'KTP', quantity: 5 }] },
  inventory: [{ locationCode: 'A', productCode: 'KTP', available: 5 }],
};
const files = scratch();
const file = files.file('problem.json', request);
afterAll(files.remove);

describe('program', () => {
  it('prints the integer program of a file in LP format', async () => {
    const { code, out, err } = await run(['program', file]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^\\ shipment 1001, attempt of 2026-05-01\n/);
    expect(out).toContain('Minimize\n level_1_unfilledUnits: ');
    expect(out).toContain(' demand_1: x_1_A_now = 5\n');
    expect(out).toMatch(/\nEnd\n$/);
  });

  it('prints a later level of standard input, with the levels before it fixed', async () => {
    const { code, out } = await run(
      ['program', '-', '--level', '4', '--fix', '0,0,0'],
      JSON.stringify(request),
    );
    expect(code).toBe(0);
    expect(out).toContain('Minimize\n level_4_childShipments: y_A_now\n');
    expect(out).toContain(' fixed_level_3_waitUnitDays: 0 x_1_A_now = 0\n');
  });

  it.each([
    [['program'], 'expected FILE, or - for standard input'],
    [['program', file, '--level', '6'], 'the objective has the levels 1 to 5, and no 6'],
    [['program', file, '--level', 'two'], '--level takes numbers, got "two"'],
    [['program', file, '--fix', '0'], 'level 1 has 0 levels before it, and 1 values are fixed'],
    [['program', file, '--level', '2', '--fix', ''], '--fix takes numbers, got ""'],
    [['program', file, '--weights', '1'], "Unknown option '--weights'"],
  ])('%j is wrong usage', async (args, message) => {
    const { code, out, err } = await run(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });

  it('prints every fault of an input that cannot be used', async () => {
    const { code, err } = await run(['program', '-'], '{"shipment":{}}');
    expect(code).toBe(2);
    expect(err).toContain('shipment.shipmentNumber');
  });
});
