import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyWave } from '../../src/decision/verify/wave/verify-wave.ts';
import type { WaveAnswer } from '../../src/domain/wave/answer.ts';
import type { WavePolicy, WaveRequestInput } from '../../src/domain/wave/request.ts';
import { optimizeWave } from '../../src/wave/optimize-wave.ts';
import { runs } from '../arbitraries/runs.ts';
import { TINY_WAVE, waveRequest } from '../arbitraries/wave.ts';
import { engines, take } from './take.ts';

const COUPLED = { ...TINY_WAVE, shipments: 6, quantity: 3, available: 4, isCoupled: true };
const POLICIES: readonly WavePolicy[] = ['one-by-one', 'first-come', 'optimal'];

const decide = (request: WaveRequestInput, policy: WavePolicy): Promise<WaveAnswer> =>
  optimizeWave(take({ ...request, policy }), engines);

/** What is decided of each shipment, without what was measured. */
const decidedOf = ({ decisions }: WaveAnswer) =>
  new Map(
    decisions.map(({ shipmentNumber, decision, children }) => [shipmentNumber, { decision, children }]),
  );

describe.each(POLICIES)('%s', (policy) => {
  it('passes the checker, with limits, groups, kits, lots, promises and pins', async () => {
    await fc.assert(
      fc.asyncProperty(waveRequest(COUPLED), async (request) => {
        const answer = await decide(request, policy);
        expect(verifyWave(take({ ...request, policy }), answer, { claim: 'feasible' }).violations).toEqual(
          [],
        );
      }),
      runs(0.7),
    );
  });

  it('has one answer, in whatever order its rows came', async () => {
    const shuffled = waveRequest(COUPLED).chain((request) =>
      fc
        .tuple(
          fc.shuffledSubarray(request.shipments, { minLength: request.shipments.length }),
          fc.shuffledSubarray(request.inventory!, { minLength: request.inventory!.length }),
          fc.shuffledSubarray(request.futureInventory!, { minLength: request.futureInventory!.length }),
        )
        .map(([shipments, inventory, futureInventory]) => ({
          request,
          other: { ...request, shipments, inventory, futureInventory },
        })),
    );
    await fc.assert(
      fc.asyncProperty(shuffled, async ({ request, other }) => {
        const [one, two] = [await decide(request, policy), await decide(other, policy)];
        expect(decidedOf(two)).toEqual(decidedOf(one));
      }),
      runs(0.3),
    );
  });

  it('changes nothing for anybody by a wave that shares no product with it', async () => {
    const renamed = (request: WaveRequestInput): WaveRequestInput => ({
      ...request,
      shipments: request.shipments.map((shipment) => ({
        ...JSON.parse(JSON.stringify(shipment).replaceAll('"productCode":"', '"productCode":"other-')),
        shipmentNumber: shipment.shipmentNumber + 10_000,
      })),
      inventory: request.inventory!.map((row) => ({ ...row, productCode: `other-${row.productCode}` })),
      futureInventory: request.futureInventory!.map((row) => ({
        ...row,
        productCode: `other-${row.productCode}`,
      })),
    });
    await fc.assert(
      fc.asyncProperty(waveRequest(COUPLED), waveRequest(COUPLED), async (request, drawn) => {
        const other = { ...renamed(drawn), settings: request.settings!, locations: request.locations! };
        const both = {
          ...request,
          shipments: [...request.shipments, ...other.shipments],
          inventory: [...request.inventory!, ...other.inventory!],
          futureInventory: [...request.futureInventory!, ...other.futureInventory!],
        };
        const together = decidedOf(await decide(both, policy));
        for (const part of [request, other]) {
          for (const [number, decided] of decidedOf(await decide(part, policy))) {
            expect(together.get(number)).toEqual(decided);
          }
        }
      }),
      runs(0.2),
    );
  });

  it('never makes a promise later, and keeps what is pinned', async () => {
    await fc.assert(
      fc.asyncProperty(waveRequest(COUPLED), async (request) => {
        const { decisions } = await decide(request, policy);
        for (const shipment of request.shipments) {
          const decision = decisions.find(
            ({ shipmentNumber }) => shipmentNumber === shipment.shipmentNumber,
          )!;
          if (shipment.promised != null) {
            const last = shipment.promised.children[0]!.futureDate!;
            expect(decision.decision).toBe('released');
            for (const { futureDate } of decision.children) expect((futureDate ?? '') <= last).toBe(true);
          }
          if (shipment.pinned != null) {
            const allocationsOf = (children: readonly { allocations: unknown }[]) =>
              children.map((child) => child.allocations);
            expect(allocationsOf(decision.children)).toEqual(allocationsOf(shipment.pinned.children));
          }
        }
      }),
      runs(0.5),
    );
  });

  it('leaves a promise where it is, if nothing is earlier and nobody needs its units', async () => {
    const request: WaveRequestInput = {
      asOf: '2026-05-01T09:00:00Z',
      settings: { futureInventoryEnabled: true },
      shipments: [
        {
          shipmentNumber: 1,
          items: [{ lineId: 1, productCode: 'P', quantity: 1 }],
          promised: {
            children: [
              {
                shipmentStatus: 'FUTURE',
                fulfillmentLocationCode: 'B',
                futureDate: '2026-05-09',
                items: [{ lineId: 1, productCode: 'P', quantity: 1 }],
                allocations: [{ lineId: 1, quantity: 1, futureInventoryId: 'po-2' }],
              },
            ],
          },
        },
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
          deliveryDate: '2026-05-09',
          available: 1,
        },
        {
          futureInventoryId: 'po-2',
          locationCode: 'B',
          productCode: 'P',
          deliveryDate: '2026-05-09',
          available: 1,
        },
      ],
    };
    const [decision] = (await decide(request, policy)).decisions;
    expect(decision!.kept).toBe('promised');
    expect(decision!.children).toEqual(request.shipments[0]!.promised!.children);
  });
});
