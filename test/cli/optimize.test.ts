import { afterAll, describe, expect, it } from 'vitest';
import { Decision } from '../../src/domain/decision.ts';
import { unsettledRequest } from '../http/hard-request.ts';
import { run, scratch } from './run.ts';

const { file, folder, remove } = scratch();
afterAll(remove);

const items = [
  { lineId: 1, productCode: 'KTP', quantity: 5 },
  { lineId: 2, productCode: 'KTP2', quantity: 5 },
];
const lot = { futureInventoryId: 'po-1', locationCode: 'A', productCode: 'KTP', deliveryDate: '2026-05-10' };
const released = {
  asOf: '2026-05-01T09:00:00Z',
  settings: { futureInventoryEnabled: true },
  shipment: { shipmentNumber: 1001, items },
  inventory: [{ locationCode: 'B', productCode: 'KTP2', available: 5 }],
  futureInventory: [{ ...lot, available: 5 }],
};
const held = { ...released, futureInventory: [{ ...lot, available: 3 }] };
const partial = { ...held, settings: { ...released.settings, partialRelease: 'quantity' } };

/** The words of a text, so that a column's width is no matter. */
const words = (text: string) =>
  text.split('\n').map((line) =>
    line
      .trim()
      .split(/\s{2,}/)
      .join(' | '),
  );

describe('optimize', () => {
  it('prints a released shipment with its children, and ends with 0', async () => {
    const { code, out, err } = await run(['optimize', file('released.json', released)]);
    expect([code, err]).toEqual([0, '']);
    expect(words(out)).toEqual(
      expect.arrayContaining([
        'Shipment 1001: released; the shipment becomes REASSIGNED, its children take its place',
        'child | status | location | date | line | product | quantity | from',
        '1 | READY | B | now | 2 | KTP2 | 5 | current stock',
        '2 | FUTURE | A | 2026-05-10 | 1 | KTP | 5 | po-1',
        'waitUnitDays | 45 | 45',
      ]),
    );
    expect(out).toMatch(/^Proof: optimal, by /m);
  });

  it('prints why a shipment is held and what would free it, and ends with 3', async () => {
    const { code, out, err } = await run(['optimize', file('held.json', held)]);
    expect([code, err]).toEqual([3, '']);
    expect(words(out)).toEqual(
      expect.arrayContaining([
        'Shipment 1001: held; the shipment stays in BACKORDER',
        'Held: NO_EXPECTED_DATE (nothing known covers it)',
        '1 | KTP | 5 | 0 | 3 | 0 | 2 | NO_EXPECTED_DATE',
        '2 | KTP2 | 5 | 5 | 0 | 0 | 0 | WAITING_FOR_OTHER_LINES',
        'Earliest release: none known',
        '- add 2 of KTP at A by 2026-05-31',
      ]),
    );
  });

  it('prints what a partial release leaves in backorder, and ends with 0', async () => {
    const { code, out } = await run(['optimize', file('partial.json', partial)]);
    expect(code).toBe(0);
    expect(out).toContain('Shipment 1001: partially-released');
    expect(words(out.split('Left in backorder:')[1] ?? '')).toContain('1 | KTP | 2');
  });

  it('prints the decision of the HTTP API with --json, wherever the option stands', async () => {
    for (const args of [
      ['optimize', '--json', '-'],
      ['optimize', '-', '--json'],
    ]) {
      const { code, out } = await run(args, JSON.stringify(held));
      expect(code).toBe(3);
      expect(Decision.parse(JSON.parse(out))).toMatchObject({ decision: 'held', shipmentNumber: 1001 });
    }
  });

  it('says that nothing was proven in time, and ends with 5', async () => {
    const { code, out, err } = await run(['optimize', '-'], JSON.stringify(unsettledRequest(1)));
    expect([code, out]).toEqual([5, '']);
    expect(err).toMatch(/^nothing was proven of shipment 1 within 1 ms/);
  });
});

describe('an input that cannot be used ends with 2', () => {
  it.each([
    [
      'a file that is not there',
      ['optimize', `${folder}/none.json`],
      '',
      `cannot read ${folder}/none.json: there is no such file`,
    ],
    ['a folder', ['optimize', folder], '', `cannot read ${folder}: it is a folder`],
    ['an empty input', ['optimize', '-'], '', 'standard input is empty; expected JSON'],
    ['blanks', ['optimize', '-'], ' \n', 'standard input is empty; expected JSON'],
    ['no JSON', ['optimize', '-'], '{"a":', 'standard input is not JSON: '],
    ['no UTF-8', ['optimize', '-'], Buffer.from([0x22, 0xff, 0x22]), 'standard input is not UTF-8'],
    ['no file', ['optimize'], '', 'expected FILE, or - for standard input'],
    ['two files', ['optimize', 'a', 'b'], '', 'expected only one FILE'],
    ['an unknown option', ['optimize', '--fast', '-'], '', "Unknown option '--fast'"],
    ['an unknown command', ['optimise', '-'], '', 'there is no command "optimise"'],
    ['no command', [], '', 'expected a command'],
  ])('%s', async (_, args, input, message) => {
    const { code, out, err } = await run(args, input);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
    expect(err).toMatch(/Try: backorder-release (optimize )?--help\n$/);
  });

  it('names every fault with its path', async () => {
    const { code, out, err } = await run(
      ['optimize', '-'],
      JSON.stringify({ ...released, colour: 'red', asOf: 7 }),
    );
    expect([code, out]).toEqual([2, '']);
    expect(err.split('\n')).toEqual([
      'The input is malformed:',
      '  asOf: must be a string, not 7',
      '  colour: unknown field "colour"',
      '',
    ]);
  });

  it('names a contradiction with its path', async () => {
    const { inventory } = released;
    const { code, err } = await run(
      ['optimize', '-'],
      JSON.stringify({ ...released, inventory: [...inventory, ...inventory] }),
    );
    expect(code).toBe(2);
    expect(err).toBe(
      'The input contradicts itself:\n' +
        '  inventory[1]: second row for location and product (B, KTP2); the first is inventory[0]\n',
    );
  });

  it('counts the faults that are too many to read', async () => {
    const { err } = await run(
      ['optimize', '-'],
      JSON.stringify({ ...released, inventory: Array(500).fill(1) }),
    );
    expect(err.split('\n')).toHaveLength(53);
    expect(err).toContain('… and 450 more');
  });

  it('does not let the input speak to the terminal', async () => {
    const { err } = await run(['optimize', '-'], JSON.stringify({ ...released, '\u001b[2J': 1 }));
    expect(err).not.toContain('\u001b');
    expect(err).toContain('\\u001b[2J');
  });
});
