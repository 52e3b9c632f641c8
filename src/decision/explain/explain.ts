import type { Hold } from '../../domain/decision.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { earliestReleaseDate } from './earliest-release.ts';
import { findFixes } from './fixes.ts';
import { explainLines, shipmentReason } from './reasons.ts';
import type { WhatIf } from './what-if.ts';

/**
 * Why a held shipment stays in BACKORDER, and what would free it.
 *
 * @param depth `reasons` leaves the fixes out
 */
export async function explainHold(
  snapshot: Snapshot,
  depth: 'reasons' | 'full',
  whatIf: WhatIf,
): Promise<Hold> {
  const lines = await explainLines(snapshot, whatIf);
  return {
    reason: shipmentReason(lines),
    lines,
    earliestReleaseDate: await earliestReleaseDate(snapshot, whatIf),
    fixes: depth === 'full' ? await findFixes(snapshot, whatIf) : [],
  };
}
