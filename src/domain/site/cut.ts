import type { LineId } from '../ids.ts';
import { shareAmounts } from './share.ts';
import type { ShipmentItem } from './shipment.ts';

/** Units of a line that one of the parts takes. */
interface TakenUnits {
  readonly lineId: LineId;
  readonly quantity: number;
}

/** Lines cut into parts, and what no part took. Lines of which nothing is there are left out. */
export interface CutItems {
  readonly parts: readonly (readonly ShipmentItem[])[];
  readonly left: readonly ShipmentItem[];
}

/**
 * Cuts lines into parts. Every unit and every cent is afterwards in exactly one part or in what is left.
 *
 * @throws Error where the parts take more of a line than there is: a plan that no checker lets through
 */
export function cutItems(
  items: readonly ShipmentItem[],
  parts: readonly (readonly TakenUnits[])[],
): CutItems {
  const cut: ShipmentItem[][] = parts.map(() => []);
  const left: ShipmentItem[] = [];
  const unitsOf = parts.map((part) => {
    const units = new Map<LineId, number>();
    for (const { lineId, quantity } of part) units.set(lineId, (units.get(lineId) ?? 0) + quantity);
    return units;
  });
  for (const item of items) {
    const taken = unitsOf.map((units) => units.get(item.lineId) ?? 0);
    const stays = item.quantity - taken.reduce((sum, units) => sum + units, 0);
    if (stays < 0) throw new Error(`line ${item.lineId} has ${item.quantity} units, its parts take more`);
    const quantities = [...taken, stays];
    const amounts = shareAmounts(item.amounts, quantities);
    quantities.forEach((quantity, index) => {
      if (quantity > 0) (cut[index] ?? left).push({ ...item, quantity, amounts: amounts[index]! });
    });
  }
  return { parts: cut, left };
}
