import type { LineId } from '../../domain/ids.ts';
import type { Line } from '../../domain/shipment.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { dependencyGroups } from '../../formulation/column-map.ts';
import { managedLines } from '../../formulation/eligibility/managed-lines.ts';

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
    ...[...dependencyGroups(lines).values()].map(whole),
  ];
}

/** The question whether exactly this can be released. */
export function asFullRelease(snapshot: Snapshot, release: Release): Snapshot {
  const { shipment, settings } = snapshot;
  const items = shipment.items
    .filter((line) => release.has(line.lineId))
    .map((line) => ({ ...line, quantity: release.get(line.lineId)! }));
  return {
    ...snapshot,
    shipment: { ...shipment, items },
    settings: { ...settings, partialRelease: 'none', objective: { mode: 'lexicographic' } },
  };
}
