import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/domain/faults.ts';
import { WaveRequest, type WaveRequestInput } from '../../src/domain/wave/request.ts';
import { parseInput } from '../../src/input/parse.ts';
import { asksOfWave, takeWave, takeWaveCheck } from '../../src/input/take-wave.ts';

const NOW = '2026-05-01T09:00:00Z';
type Shipment = WaveRequestInput['shipments'][number];

const shipment = (shipmentNumber: number, rest: Partial<Shipment> = {}): Shipment => ({
  shipmentNumber,
  items: [{ lineId: 1, productCode: 'P', quantity: 2 }],
  ...rest,
});

const STOCK = {
  inventory: [{ locationCode: 'A', productCode: 'P', available: 3 }],
  futureInventory: [
    {
      futureInventoryId: 'po-1',
      locationCode: 'A',
      productCode: 'P',
      deliveryDate: '2026-05-09',
      available: 2,
    },
  ],
};

const take = (shipments: readonly Shipment[], rest: Partial<WaveRequestInput> = {}) =>
  takeWave(parseInput(WaveRequest, { ...STOCK, shipments: [...shipments], ...rest }), NOW);

const planOf = (quantity: number, futureInventoryId: string | null, location = 'A') => ({
  children: [
    {
      shipmentStatus: 'FUTURE' as const,
      fulfillmentLocationCode: location,
      futureDate: futureInventoryId === null ? null : '2026-05-09',
      items: [{ lineId: 1, productCode: 'P', quantity }],
      allocations: [{ lineId: 1, quantity, futureInventoryId }],
    },
  ],
});

/** Path and code of each fault. */
function faultsOf(act: () => unknown): string[] {
  try {
    act();
  } catch (error) {
    if (error instanceof InputError) return error.faults.map(({ path, code }) => `${path} ${code}`);
    throw error;
  }
  return [];
}

describe('the queue', () => {
  it('stands by priority, then by who waits longer, then by number', () => {
    const { shipments } = take([
      shipment(7),
      shipment(6, { backorderedAt: '2026-04-02' }),
      shipment(5, { backorderedAt: '2026-04-01T23:00:00Z' }),
      shipment(4, { backorderedAt: '2026-04-02T00:00:00+00:00' }),
      shipment(3, { priority: -1, backorderedAt: '2026-01-01' }),
      shipment(2, { priority: 9 }),
    ]);
    expect(shipments.map(({ shipment: { shipmentNumber } }) => shipmentNumber)).toEqual([2, 5, 4, 6, 7, 3]);
    expect(shipments.map(({ daysWaited }) => daysWaited)).toEqual([0, 29, 29, 29, 0, 120]);
  });

  it('begins a day, and counts whole days, in the time zone of the site', () => {
    const { shipments, today } = take([shipment(1, { backorderedAt: '2026-04-30' })], {
      asOf: '2026-05-01T04:00:00Z',
      timeZone: 'America/Chicago',
    });
    expect(today).toBe('2026-04-30');
    expect(shipments[0]!.daysWaited).toBe(0);
  });
});

describe('a wave that contradicts itself', () => {
  it('is refused with a path into the shipment', () => {
    const faults = faultsOf(() =>
      take([
        shipment(1, { shipmentType: 'BOPIS' }),
        shipment(1, { backorderedAt: '2026-05-02' }),
        shipment(2, {
          items: [
            { lineId: 1, productCode: 'P', quantity: 1 },
            { lineId: 1, productCode: 'Q', quantity: 1 },
          ],
          itemDependencies: [{ itemDependency: 'kit' }],
        }),
      ]),
    );
    expect(faults).toEqual(
      [
        'shipments[0].fulfillmentLocationCode required',
        'shipments[2].itemDependencies[0].itemDependency unknown_group',
        'shipments[2].items[1] duplicate',
        'shipments[1] duplicate',
        'shipments[1].backorderedAt in_the_future',
      ].sort((a, b) => faults.indexOf(a) - faults.indexOf(b)),
    );
    expect(faults).toHaveLength(5);
  });

  it('is refused where two rows of stock are one source', () => {
    const inventory = [...STOCK.inventory, ...STOCK.inventory];
    expect(faultsOf(() => take([shipment(1)], { inventory }))).toEqual(['inventory[1] duplicate']);
  });

  it.each([
    ['that gives a line too little', planOf(1, 'po-1'), ['children plan_differs']],
    ['of a row that is not there', planOf(2, 'po-7'), ['children[0].allocations[0] unknown_source']],
    [
      'of a location that is not there',
      planOf(2, 'po-1', 'B'),
      ['children[0].allocations[0] unknown_source'],
    ],
  ])('is refused for a plan %s', (_, plan, expected) => {
    for (const kind of ['promised', 'pinned'] as const) {
      const paths = expected.map((fault) => `shipments[0].${kind}.${fault}`);
      expect(faultsOf(() => take([shipment(1, { [kind]: plan })]))).toEqual(paths);
    }
  });

  it('is refused where plans that are to be kept take more than there is', () => {
    const faults = faultsOf(() =>
      take([shipment(1, { promised: planOf(2, 'po-1') }), shipment(2, { pinned: planOf(2, 'po-1') })]),
    );
    expect(faults).toEqual(['shipments[1].pinned.children[0].allocations[0] exceeds_supply']);
  });

  it('is refused where a shipment is promised and pinned', () => {
    const plan = planOf(2, 'po-1');
    const faults = faultsOf(() => take([shipment(1, { promised: plan, pinned: plan })]));
    expect(faults).toEqual(['shipments[0].pinned not_together']);
  });
});

describe('a check', () => {
  it('is of a wave where its problem has shipments', () => {
    expect(asksOfWave({ problem: { shipments: [] } })).toBe(true);
    for (const other of [null, 1, {}, { problem: null }, { problem: { shipment: {} } }]) {
      expect(asksOfWave(other)).toBe(false);
    }
  });

  it('says where the problem contradicts itself, from the root of the check', () => {
    const problem = parseInput(WaveRequest, { shipments: [shipment(1), shipment(1)] });
    const faults = faultsOf(() => takeWaveCheck({ problem, plan: { decisions: [] }, claim: 'optimal' }, NOW));
    expect(faults).toEqual(['problem.shipments[1] duplicate']);
  });
});
