import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calendarDayOf, type TimeZone } from '../../src/domain/calendar.ts';
import type { Decision } from '../../src/domain/decision.ts';
import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { optimizeRequest, requestWith } from '../arbitraries/request.ts';
import { runs } from '../arbitraries/runs.ts';
import { attempt, unexplained } from './attempts.ts';

type Item = { lineId: number; quantity: number };

const sumOf = (items: readonly Item[], lineId?: number) =>
  items
    .filter((item) => lineId === undefined || item.lineId === lineId)
    .reduce((sum, { quantity }) => sum + quantity, 0);

const itemsOf = ({ children }: Decision) => children.flatMap(({ items }) => items as Item[]);

/** Every row of the request with the units the reply takes of it; allocations that no row explains. */
function drawnFrom(request: OptimizeRequestInput, { children }: Decision) {
  const products = new Map(request.shipment.items.map((line) => [line.lineId, line.productCode]));
  const dayOf = (text: string) => calendarDayOf(text, (request.timeZone ?? 'UTC') as TimeZone);
  const rows = [
    ...(request.inventory ?? []).map((row) => ({ ...row, id: null, day: null })),
    ...(request.futureInventory ?? []).map((row) => ({
      ...row,
      id: row.futureInventoryId,
      day: row.deliveryDate === null ? 'never' : dayOf(row.deliveryDate),
    })),
  ].map((row) => ({ ...row, drawn: 0 }));
  const unexplained: unknown[] = [];
  for (const child of children) {
    for (const allocation of child.allocations) {
      const row = rows.find(
        ({ id, day, locationCode, productCode }) =>
          id === allocation.futureInventoryId &&
          day === child.futureDate &&
          locationCode === child.fulfillmentLocationCode &&
          productCode === products.get(allocation.lineId),
      );
      if (row === undefined) unexplained.push(allocation);
      else row.drawn += allocation.quantity;
    }
  }
  return { rows, unexplained };
}

describe('units are conserved', () => {
  test('no source gives more than it has, and none that has nothing gives anything', async () => {
    await fc.assert(
      fc.asyncProperty(optimizeRequest('small'), async (request) => {
        const { rows, unexplained: strays } = drawnFrom(request, await attempt(unexplained(request)));
        expect(strays).toEqual([]);
        for (const row of rows) expect(row.drawn).toBeLessThanOrEqual(Math.max(0, row.available));
      }),
      runs(),
    );
  });

  test('of every line, children and remainder add up to what it wants', async () => {
    await fc.assert(
      fc.asyncProperty(optimizeRequest('small'), async (request) => {
        const reply = await attempt(unexplained(request));
        if (reply.decision === 'held') {
          expect(reply.children).toEqual([]);
          expect(reply.remainder).toEqual([]);
          return;
        }
        for (const { lineId, quantity } of request.shipment.items) {
          expect(sumOf(itemsOf(reply), lineId) + sumOf(reply.remainder, lineId)).toBe(quantity);
        }
      }),
      runs(),
    );
  });

  test('in each child, the allocations of a line that needs stock make up its item', async () => {
    await fc.assert(
      fc.asyncProperty(optimizeRequest('small'), async (request) => {
        const { children } = await attempt(unexplained(request));
        for (const { items, allocations } of children) {
          for (const line of request.shipment.items) {
            const expected = line.manageStock === false ? 0 : sumOf(items, line.lineId);
            expect(sumOf(allocations, line.lineId)).toBe(expected);
          }
        }
      }),
      runs(),
    );
  });
});

describe('a line is released as its mode says', () => {
  test('in full release every line goes whole or the shipment is held', async () => {
    await fc.assert(
      fc.asyncProperty(requestWith('small', { partialRelease: 'none' }), async (request) => {
        const reply = await attempt(unexplained(request));
        const wanted = sumOf(request.shipment.items);
        expect(sumOf(itemsOf(reply))).toBe(reply.decision === 'held' ? 0 : wanted);
        expect(reply.decision).not.toBe('partially-released');
        expect(reply.shipmentStatus === 'BACKORDER').toBe(reply.decision === 'held');
      }),
      runs(),
    );
  });

  test('by line each goes whole or not at all', async () => {
    await fc.assert(
      fc.asyncProperty(requestWith('small', { partialRelease: 'line' }), async (request) => {
        const items = itemsOf(await attempt(unexplained(request)));
        for (const { lineId, quantity } of request.shipment.items) {
          expect([0, quantity]).toContain(sumOf(items, lineId));
        }
      }),
      runs(),
    );
  });

  test('lines kept together go with all their units or none, or by quantity with equal parts', async () => {
    await fc.assert(
      fc.asyncProperty(optimizeRequest('small'), async (request) => {
        const items = itemsOf(await attempt(unexplained(request)));
        const kit = request.shipment.items.filter((line) => line.itemDependency === 'kit');
        const went = kit.map(({ lineId, quantity }) => sumOf(items, lineId) / quantity);
        if (request.settings?.partialRelease !== 'quantity') {
          expect([0, 1]).toEqual(expect.arrayContaining([...new Set(went)]));
        }
        expect(new Set(went).size).toBeLessThanOrEqual(1);
      }),
      runs(),
    );
  });
});
