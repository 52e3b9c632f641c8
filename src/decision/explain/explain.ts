import type { Hold } from '../../domain/decision.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { earliestReleaseDate } from './earliest-release.ts';
import { findFixes } from './fixes/fixes.ts';
import { Inquiry } from './inquiry.ts';
import { explainLines, shipmentReason } from './reasons.ts';
import type { WhatIf } from './what-if.ts';

/**
 * Why a held shipment stays in BACKORDER, and what would free it. The reasons come first, for they are sums; what the
 * time does not allow is left out, and `explanation` says so.
 *
 * @param depth `reasons` leaves the fixes out
 */
export async function explainHold(
  snapshot: Snapshot,
  depth: 'reasons' | 'full',
  whatIf: WhatIf,
): Promise<Hold> {
  const inquiry = new Inquiry(snapshot, whatIf);
  const lines = await explainLines(inquiry);
  const earliest = await earliestReleaseDate(inquiry);
  const fixes = depth === 'full' ? await findFixes(inquiry, lines) : [];
  return {
    reason: shipmentReason(lines),
    explanation: inquiry.isCut ? 'partial' : 'complete',
    lines,
    earliestReleaseDate: earliest,
    fixes,
  };
}
