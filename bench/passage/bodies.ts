import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { Random } from '../random.ts';

/** How many lines, locations and dates (0: only now) a request has; every location holds every product at each. */
export interface BodyShape {
  readonly lines: number;
  readonly locations: number;
  readonly dates: number;
}

const TODAY = Date.UTC(2026, 4, 1);
const dayAfter = (days: number): string => new Date(TODAY + days * 86_400_000).toISOString().slice(0, 10);

/** Draws a request whose sources are lines × locations × (1 + dates), each with some units of what is wanted. */
export function drawRequest(seed: number, { lines, locations, dates }: BodyShape): OptimizeRequestInput {
  const random = new Random(seed);
  const items = Array.from({ length: lines }, (_, index) => ({
    lineId: index + 1,
    productCode: `P${index}`,
    quantity: random.integer(5, 40),
  }));
  const inventory: NonNullable<OptimizeRequestInput['inventory']> = [];
  const futureInventory: NonNullable<OptimizeRequestInput['futureInventory']> = [];
  for (let location = 0; location < locations; location++) {
    const locationCode = `L${String(location).padStart(5, '0')}`;
    for (const { productCode } of items) {
      const units = () => ({ available: random.integer(1, 9), unitCost: random.integer(100, 110) / 100 });
      inventory.push({ locationCode, productCode, ...units() });
      for (let date = 1; date <= dates; date++) {
        const futureInventoryId = `po-${futureInventory.length}`;
        const deliveryDate = dayAfter(date * 3);
        futureInventory.push({ futureInventoryId, locationCode, productCode, deliveryDate, ...units() });
      }
    }
  }
  return {
    asOf: dayAfter(0),
    settings: { futureInventoryEnabled: true },
    shipment: { shipmentNumber: seed, items },
    inventory,
    futureInventory,
    // Ample for what is small, even on a machine that is busy; what is large is cut off.
    limits: { timeLimitMs: inventory.length > 1_000 ? 1_000 : 20_000 },
    explain: 'none',
  };
}

/** The bytes in pieces of 64 KiB as a socket gives them: each the whole of a buffer of its own. */
export function asFromSocket(bytes: Uint8Array): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += 65_536)
    pieces.push(new Uint8Array(bytes.subarray(at, at + 65_536)));
  return pieces;
}

/** The bytes in pieces of 64 KiB that share one buffer, which so cannot be moved. */
export function asSlices(bytes: Uint8Array): Uint8Array[] {
  const shared = new Uint8Array(bytes.length + 1);
  shared.set(bytes, 1);
  const pieces: Uint8Array[] = [];
  for (let at = 1; at < shared.length; at += 65_536) pieces.push(shared.subarray(at, at + 65_536));
  return pieces;
}
