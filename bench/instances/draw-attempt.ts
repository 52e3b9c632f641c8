import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { Random } from '../random.ts';
import { drawStock, TODAY } from './draw-stock.ts';
import type { Shape } from './shape.ts';

type Item = OptimizeRequestInput['shipment']['items'][number];

function drawItems(random: Random, shape: Shape): Item[] {
  const items: Item[] = [];
  for (let line = 0, lines = random.integer(...shape.lines); line < lines; line++) {
    const before = items.at(-1);
    const isSame = before !== undefined && random.chance(shape.sameProduct ?? 0.1);
    const item: Item = {
      lineId: line + 1,
      productCode: isSame ? before.productCode : `P${line}`,
      quantity: random.integer(...shape.quantity),
    };
    if (before !== undefined && random.chance(shape.keptTogether ?? 0)) {
      before.itemDependency ??= `set-${line}`;
      item.itemDependency = before.itemDependency;
    }
    items.push(item);
  }
  return items;
}

/**
 * Draws one attempt of a shape.
 *
 * @param items the shipment's lines, where they come from elsewhere
 */
export function drawAttempt(
  seed: number,
  shape: Shape,
  { random = new Random(seed), items = drawItems(random, shape) } = {},
): OptimizeRequestInput {
  return {
    asOf: TODAY,
    settings: { futureInventoryEnabled: true, ...shape.settings },
    shipment: { shipmentNumber: seed, items },
    ...drawStock(random, shape, items),
    explain: 'none',
  };
}
