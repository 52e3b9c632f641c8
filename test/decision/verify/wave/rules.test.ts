import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { verifyWave, WAVE_FAMILIES } from '../../../../src/decision/verify/wave/verify-wave.ts';
import type { WaveAnswer } from '../../../../src/domain/wave/answer.ts';
import type { WaveRequestInput } from '../../../../src/domain/wave/request.ts';
import { optimizeWave } from '../../../../src/wave/optimize-wave.ts';
import { engines, take } from '../../../wave/take.ts';

const folder = new URL('../../../../src/decision/verify/wave/', import.meta.url);

const child = (location: string, date: string | null, quantity: number, lot: string | null) => ({
  shipmentStatus: date === null ? ('READY' as const) : ('FUTURE' as const),
  fulfillmentLocationCode: location,
  futureDate: date,
  items: [{ lineId: 1, productCode: 'P', quantity }],
  allocations: [{ lineId: 1, quantity, futureInventoryId: lot }],
});

/** Shipment 1 takes now, 2 is promised and pinned, 3 is promised, 4 and 5 take lots, 6 is held. */
const PROBLEM: WaveRequestInput = {
  asOf: '2026-05-01T09:00:00Z',
  settings: { futureInventoryEnabled: true },
  shipments: [
    {
      shipmentNumber: 1,
      backorderedAt: '2026-04-01',
      priority: 1,
      items: [{ lineId: 1, productCode: 'P', quantity: 2 }],
    },
    {
      shipmentNumber: 2,
      backorderedAt: '2026-04-02',
      items: [{ lineId: 1, productCode: 'P', quantity: 1 }],
      pinned: { children: [child('B', '2026-05-09', 1, 'po-2')] },
    },
    {
      shipmentNumber: 3,
      backorderedAt: '2026-04-03',
      items: [{ lineId: 1, productCode: 'P', quantity: 1 }],
      promised: { children: [child('A', '2026-05-09', 1, 'po-1')] },
    },
    { shipmentNumber: 4, backorderedAt: '2026-04-04', items: [{ lineId: 1, productCode: 'P', quantity: 1 }] },
    { shipmentNumber: 5, backorderedAt: '2026-04-05', items: [{ lineId: 1, productCode: 'P', quantity: 1 }] },
    { shipmentNumber: 6, backorderedAt: '2026-04-06', items: [{ lineId: 1, productCode: 'Q', quantity: 5 }] },
  ],
  inventory: [
    { locationCode: 'A', productCode: 'P', available: 2 },
    { locationCode: 'A', productCode: 'Q', available: 4 },
  ],
  futureInventory: [
    {
      futureInventoryId: 'po-1',
      locationCode: 'A',
      productCode: 'P',
      deliveryDate: '2026-05-09',
      available: 1,
    },
    {
      futureInventoryId: 'po-1',
      locationCode: 'B',
      productCode: 'P',
      deliveryDate: '2026-05-12',
      available: 1,
    },
    {
      futureInventoryId: 'po-2',
      locationCode: 'B',
      productCode: 'P',
      deliveryDate: '2026-05-09',
      available: 1,
    },
    {
      futureInventoryId: 'po-3',
      locationCode: 'B',
      productCode: 'P',
      deliveryDate: '2026-05-12',
      available: 1,
    },
    {
      futureInventoryId: 'po-9',
      locationCode: 'B',
      productCode: 'P',
      deliveryDate: '2026-05-12',
      available: 5,
    },
  ],
};

const wave = take(PROBLEM);
const answer = await optimizeWave(wave, engines);

/** What the checker says of the answer with something changed. */
function codesOf(change: (draft: WaveAnswer) => void, claim: 'optimal' | 'feasible' = 'optimal'): string[] {
  const draft = structuredClone(answer);
  change(draft);
  return verifyWave(wave, draft, { claim }).violations.map(({ code }) => code);
}

const decisionOn = ({ decisions }: WaveAnswer, shipmentNumber: number) =>
  decisions.find((decision) => decision.shipmentNumber === shipmentNumber)!;

/** Takes a decision back. */
function hold(draft: WaveAnswer, shipmentNumber: number): void {
  Object.assign(decisionOn(draft, shipmentNumber), {
    decision: 'held',
    shipmentStatus: 'BACKORDER',
    children: [],
    objective: [],
  });
}

/** What breaks each rule, and nothing that another rule of waves would have to say first. */
const BREACHES: Readonly<Record<string, (draft: WaveAnswer) => void>> = {
  DECISION_MISSING: ({ decisions }) => void decisions.pop(),
  DECISION_UNKNOWN: ({ decisions }) => void decisions.push(structuredClone(decisions[0]!)),
  DECISIONS_ORDER: ({ decisions }) => void decisions.reverse(),
  PIN_CHANGED: (draft) =>
    Object.assign(decisionOn(draft, 2), { children: [child('B', '2026-05-12', 1, 'po-9')] }),
  PROMISE_BROKEN: (draft) => hold(draft, 3),
  PROMISE_LATER: (draft) =>
    Object.assign(decisionOn(draft, 3), { children: [child('B', '2026-05-12', 1, 'po-9')] }),
  KEPT_DIFFERS: (draft) => Object.assign(decisionOn(draft, 1), { kept: 'pinned' }),
  WAVE_SOURCE_OVERDRAWN: (draft) =>
    Object.assign(decisionOn(draft, 5), { children: [child('A', null, 1, null)] }),
  WAVE_LOT_OUT_OF_TURN: (draft) => {
    decisionOn(draft, 5).children[0]!.allocations[0]!.futureInventoryId = 'po-9' as never;
  },
  HELD_THOUGH_COVERED: (draft) => hold(draft, 5),
  COUNT_DIFFERS: (draft) => Object.assign(draft, { units: draft.units + 1 }),
  WAVE_OBJECTIVE_TIERS_DIFFER: ({ objective }) => void objective.splice(1, 1),
  WAVE_OBJECTIVE_VALUE_DIFFERS: ({ objective }) => Object.assign(objective[0]!, { value: 3 }),
  WAVE_OBJECTIVE_BOUND_BEYOND: ({ objective }) => Object.assign(objective[1]!, { bound: 0 }),
};

describe('the checker of waves', () => {
  it('accepts what we decide', () => {
    expect(verifyWave(wave, answer).violations).toEqual([]);
    const decided = answer.decisions.map(({ decision, kept }) => [decision, kept]);
    expect(decided).toEqual([
      ['released', null],
      ['released', 'pinned'],
      ['released', 'promised'],
      ['released', null],
      ['released', null],
      ['held', null],
    ]);
  });

  it.each(Object.entries(BREACHES))('refuses what breaks %s', (code, change) => {
    expect(codesOf(change)).toContain(code);
  });

  it('has a breach for every rule of the table, and a row for every rule', () => {
    const coded = WAVE_FAMILIES.flatMap(({ file, rules }) => rules.map(({ code }) => `${code} ${file}`));
    const text = readFileSync(new URL('README.md', folder), 'utf8');
    const rows = [...text.matchAll(/^\| `([A-Z_]+)` *\| [^|]+ \| ([a-z/-]+\.ts) *\|$/gm)];
    expect(rows.map(([, code, file]) => `${code} ${file}`).sort()).toEqual([...coded].sort());
    expect(Object.keys(BREACHES).sort()).toEqual(coded.map((row) => row.split(' ')[0]).sort());
  });

  it('asks of a plan that only claims to be feasible whether it keeps the rules, not whether it could hold fewer', () => {
    const codes = codesOf((draft) => hold(draft, 5), 'feasible');
    expect(codes).not.toContain('HELD_THOUGH_COVERED');
    expect(codes).toContain('COUNT_DIFFERS');
  });

  it('holds each decision against the rules of one plan, and says which', () => {
    const draft = structuredClone(answer);
    decisionOn(draft, 4).children[0]!.items[0]!.quantity = 2;
    const { violations } = verifyWave(wave, draft);
    expect(violations.map(({ code, path }) => `${code} ${path}`)).toContain(
      'ITEMS_NOT_ALLOCATED decisions[3].children[0].items',
    );
  });

  it('does not ask of a pinned plan what binds new ones', () => {
    const { futureInventoryEnabled: _, ...off } = PROBLEM.settings!;
    const closed = take({ ...PROBLEM, settings: off, shipments: [PROBLEM.shipments[1]!] });
    const draft = { decisions: [decisionOn(answer, 2)] };
    expect(verifyWave(closed, draft).violations).toEqual([]);
  });
});
