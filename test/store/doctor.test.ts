import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examineIn } from '../../src/store/doctor/examine.ts';
import { type OpenStore, openStore } from '../../src/store/open-store.ts';
import { allocation, cause, day, item, location, lotId, NOW, product, shipment, site } from './records.ts';

const S = site('doctor');
const KTP = product('KTP');
const source = { locationCode: location('A'), productCode: KTP };

describe('the doctor', () => {
  let opened: OpenStore;
  beforeAll(async () => {
    opened = await openStore({
      databaseUrl: null,
      dataDir: null,
      connections: 1,
      now: () => NOW,
      onConnectionError: (error) => {
        throw error;
      },
    });
    await opened.store.transaction(S, async (tx) => {
      await tx.lockStock([KTP]);
      await tx.setOnHand([{ ...source, onHand: 9, safetyStock: 1, pending: 1 }], cause('refresh'));
      await tx.setOnHand([{ ...source, onHand: 8 }], cause('refresh'));
      const lot = {
        ...source,
        futureInventoryId: lotId('po-1'),
        deliveryDate: day('2026-05-10'),
        quantity: 6,
      };
      await tx.setLots([lot, { ...lot, futureInventoryId: lotId('po-2') }], cause('refresh'));
      await tx.adjustOnHand([{ ...source, delta: 2 }], cause('adjust'));
      await tx.receiveLot(
        { ...lot, futureInventoryId: lotId('po-2') },
        { quantity: 4, isFinal: true },
        cause('receipt'),
      );
      await tx.insertShipments([
        shipment(1),
        shipment(2, { shipmentStatus: 'READY' }),
        shipment(3, { shipmentStatus: 'FUTURE', items: [item('KTP', 4)] }),
        shipment(4, { shipmentStatus: 'READY' }),
      ]);
      await tx.allocate(
        [
          allocation(2, ['A', 'KTP', 5]),
          allocation(3, ['A', 'KTP', 4], 'po-1'),
          allocation(4, ['A', 'KTP', 5]),
        ],
        cause('release'),
      );
      await tx.fulfill([shipment(4).shipmentNumber], cause('fulfill'));
      await tx.updateShipments([
        { shipment: shipment(4, { shipmentStatus: 'FULFILLED' }), expectedVersion: 1 },
      ]);
    });
  });
  afterAll(() => opened.store.close());

  it('finds nothing after every kind of change', async () => {
    expect(await opened.store.examine(10)).toEqual([]);
  });

  const damages: readonly [string, string][] = [
    ['update stock set on_hand = on_hand + 1', 'stock.on_hand against the ledger'],
    ['update stock set pending = pending + 1', 'stock.pending against the ledger'],
    ['update stock set safety_stock = 0', 'stock.safety_stock against the ledger'],
    ['update stock set allocated = 0', 'stock.allocated against the allocations'],
    ["delete from ledger where cause = 'refresh'", 'future_lot.quantity against the ledger'],
    ['update future_lot set allocated = allocated + 1', 'future_lot.allocated against the allocations'],
    [
      'update allocation set quantity = 1 where shipment_number = 2',
      'units of a line against what its status has allocated',
    ],
    ['delete from backlog_line', 'the backlog of a product against the shipments that want it'],
  ];
  for (const [damage, check] of damages) {
    it(`finds "${damage}"`, async () => {
      const { db } = opened.database;
      await db.transaction().execute(async (tx) => {
        await sql`savepoint before_damage`.execute(tx);
        await sql.raw(damage).execute(tx);
        const found = await examineIn(tx, 10);
        expect(found.map((each) => each.check)).toContain(check);
        expect(found.every((each) => each.siteId === S && each.subject.length > 0)).toBe(true);
        await sql`rollback to before_damage`.execute(tx);
      });
    });
  }
});
