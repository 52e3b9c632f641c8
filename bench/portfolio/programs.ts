import { OptimizeRequest } from '../../src/domain/optimize-request.ts';
import { formulate } from '../../src/formulation/formulate.ts';
import { parseInput } from '../../src/input/parse.ts';
import { takeSnapshot } from '../../src/input/take-snapshot.ts';
import type { Program } from '../../src/program/program.ts';
import { Random } from '../random.ts';

const TODAY = '2026-05-01T09:00:00Z';

/** How large the drawn attempts are. */
export interface Size {
  readonly lines: number;
  readonly locations: number;
  /** Days on which lots arrive. */
  readonly dates: number;
  /** Chance that a source holds a product. */
  readonly density: number;
  /** Units of a source are up to this part of what the line wants. */
  readonly share: number;
}

/** The textbook program of a random attempt: rows and columns as the formulation writes them. */
export function drawProgram(seed: number, size: Size): Program {
  const random = new Random(seed);
  const items = Array.from({ length: size.lines }, (_, line) => ({
    lineId: line + 1,
    productCode: line > 0 && random.chance(0.15) ? 'P0' : `P${line}`,
    quantity: random.integer(1, 12),
  }));
  const rows = <Row>(make: (locationCode: string, productCode: string, available: number) => Row): Row[] =>
    Array.from({ length: size.locations }, (_, location) =>
      [...new Map(items.map((item) => [item.productCode, item])).values()]
        .filter(() => random.chance(size.density))
        .map(({ productCode, quantity }) =>
          make(`L${location}`, productCode, random.integer(1, Math.max(1, Math.ceil(quantity * size.share)))),
        ),
    ).flat();
  const costs = random.chance(0.5) ? () => 0 : () => random.integer(0, 40) / 10;
  const request = parseInput(OptimizeRequest, {
    asOf: TODAY,
    settings: { futureInventoryEnabled: true, partialRelease: random.chance(0.2) ? 'quantity' : 'none' },
    shipment: { shipmentNumber: seed, items },
    locations: Array.from({ length: size.locations }, (_, at) => ({ locationCode: `L${at}`, cost: costs() })),
    inventory: rows((locationCode, productCode, available) => ({ locationCode, productCode, available })),
    futureInventory: Array.from({ length: size.dates }, (_, date) =>
      rows((locationCode, productCode, available) => ({
        futureInventoryId: `${locationCode}-${productCode}-${date}`,
        locationCode,
        productCode,
        deliveryDate: `2026-05-${String(3 + 4 * date).padStart(2, '0')}`,
        available,
      })),
    ).flat(),
  });
  return formulate(takeSnapshot(request, TODAY)).program;
}
