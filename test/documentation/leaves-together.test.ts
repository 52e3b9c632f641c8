import { describe, expect, it } from 'vitest';
import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { attempt } from '../properties/attempts.ts';
import { readDocument } from './tables.ts';

const page = readDocument('release-system.md');
const section = page.slice(page.indexOf('## What leaves together'), page.indexOf('## Order placement'));
const order = JSON.parse(section.match(/```json\n(.*?)```/s)![1]!);

const at = (locationCode: string, tables: number, chairs: number) =>
  [
    { locationCode, productCode: 'TABLE', available: tables },
    { locationCode, productCode: 'CHAIR', available: chairs },
  ].filter(({ available }) => available > 0);

async function ask(
  inventory: ReturnType<typeof at>,
  settings: OptimizeRequestInput['settings'] = {},
  changes: object = {},
) {
  const shipment = { shipmentNumber: 1, ...order, ...changes };
  const { decision, children, hold } = await attempt({ shipment, inventory, settings });
  const reasons = hold?.lines.map(({ reason }) => reason) ?? [];
  return { decision, children: children.length, reasons, fixes: hold?.fixes ?? [] };
}

const APART = [...at('A', 2, 0), ...at('B', 0, 8)];
const alone = { itemDependencies: [] };

describe('what the page says of what leaves together', () => {
  it('holds: one kit from each of two locations', async () => {
    expect(await ask([...at('A', 1, 4), ...at('B', 1, 4)])).toMatchObject({
      decision: 'released',
      children: 2,
    });
  });

  it('holds: tables here and chairs there stay, unless the lines may leave apart', async () => {
    const together = await ask(APART);
    expect(together).toMatchObject({ decision: 'held' });
    expect(together.reasons).toContain('SHIP_TOGETHER');
    expect(await ask(APART, {}, alone)).toMatchObject({ decision: 'released', children: 2 });
  });

  it('holds: in one piece it stays, and a higher limit is the fix', async () => {
    const limited = await ask(APART, { maxChildShipments: 1 }, alone);
    expect(limited).toMatchObject({ decision: 'held' });
    expect(limited.reasons).toContain('CHILD_LIMIT');
    expect(limited.fixes).toContainEqual(
      expect.objectContaining({ kind: 'RAISE_LIMIT', limit: 'maxChildShipments' }),
    );
  });

  it('holds: a table short is a kit short by quantity, and everything by line', async () => {
    const short = at('A', 1, 8);
    const whole = await ask(short);
    expect([whole.decision, ...whole.reasons.toSorted()]).toEqual([
      'held',
      'NO_EXPECTED_DATE',
      'WAITING_FOR_OTHER_LINES',
    ]);
    expect(await ask(short, { partialRelease: 'line' })).toMatchObject({ decision: 'held' });
    expect(await ask(short, { partialRelease: 'quantity' })).toMatchObject({
      decision: 'partially-released',
      children: 1,
    });
  });
});
