import type { LineId } from '../../domain/ids.ts';
import type { Line } from '../../domain/shipment.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { managedLines } from '../../formulation/eligibility/managed-lines.ts';
import { kitGroups, unitsPerKit } from '../../formulation/kits.ts';

/** A release: units of each line that needs stock. */
export type Release = ReadonlyMap<LineId, number>;

const whole = (lines: readonly Line[]): Release => new Map(lines.map((line) => [line.lineId, line.quantity]));

/**
 * The smallest releases that a mode allows: something can be released exactly when one of these can, because each
 * release contains one of them.
 */
export function smallestReleases({ settings, shipment }: Snapshot): Release[] {
  const lines = managedLines(shipment);
  const mode = settings.partialRelease;
  if (mode === 'none') return [whole(lines)];
  const alone = lines.filter((line) => line.itemDependency === null);
  return [
    ...alone.map((line) => (mode === 'line' ? whole([line]) : new Map([[line.lineId, 1]]))),
    ...[...kitGroups(shipment).values()]
      .filter((group) => group.lines.length > 0)
      .map((group) =>
        mode === 'line'
          ? whole(group.lines)
          : new Map(group.lines.map((line) => [line.lineId, unitsPerKit(line, group)])),
      ),
  ];
}

/** The question whether exactly this can be released. */
export function asFullRelease(snapshot: Snapshot, release: Release): Snapshot {
  const { shipment, settings } = snapshot;
  const groups = kitGroups(shipment);
  const quantityOf = (line: Line): number => {
    const units = release.get(line.lineId);
    const group = line.itemDependency === null ? undefined : groups.get(line.itemDependency);
    if (units !== undefined || line.manageStock || group === undefined) return units ?? 0;
    // A line that needs no stock says with how many units a kit is whole.
    const other = group.lines.find(({ lineId }) => release.has(lineId));
    return other === undefined ? 0 : (line.quantity * release.get(other.lineId)!) / other.quantity;
  };
  const items = shipment.items
    .map((line) => ({ ...line, quantity: quantityOf(line) }))
    .filter(({ quantity }) => quantity > 0);
  return {
    ...snapshot,
    shipment: { ...shipment, items },
    settings: { ...settings, partialRelease: 'none', objective: { mode: 'lexicographic' } },
  };
}
