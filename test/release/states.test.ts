import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SHIPMENT_STATUSES } from '../../src/domain/site/shipment.ts';
import { isAllowed, TERMINAL_STATUSES, TRANSITIONS, TRIGGERS } from '../../src/release/states.ts';
import { tableOf } from '../documentation/tables.ts';

describe('the table of states', () => {
  it('reaches every status from nothing', () => {
    const reached = new Set(TRANSITIONS.filter((way) => way.from === null).map((way) => way.to));
    for (let before = -1; before < reached.size; ) {
      before = reached.size;
      for (const way of TRANSITIONS) if (way.from !== null && reached.has(way.from)) reached.add(way.to);
    }
    expect([...reached].sort()).toEqual([...SHIPMENT_STATUSES].sort());
  });

  it('uses every trigger, and says no way twice', () => {
    expect(new Set(TRANSITIONS.map((way) => way.trigger))).toEqual(new Set(TRIGGERS));
    const ways = TRANSITIONS.map((way) => `${way.from} ${way.trigger} ${way.to}`);
    expect(new Set(ways).size).toBe(ways.length);
  });

  it('ends in CANCELED, REASSIGNED and FULFILLED only', () => {
    expect(TERMINAL_STATUSES).toEqual(['CANCELED', 'REASSIGNED', 'FULFILLED']);
  });

  it('refuses what it does not have', () => {
    expect(isAllowed('REASSIGNED', 'cancel', 'CANCELED')).toBe(false);
    expect(isAllowed('BACKORDER', 'release', 'FUTURE')).toBe(false);
    expect(isAllowed('BACKORDER', 'release', 'READY')).toBe(true);
  });

  it('is docs/states.md, row by row', () => {
    const document = readFileSync(new URL('../../docs/states.md', import.meta.url), 'utf8');
    expect(tableOf(document, 'from')).toEqual(
      TRANSITIONS.map(({ from, trigger, to, when }) => [from ?? '(new)', trigger, to, when]),
    );
  });
});
