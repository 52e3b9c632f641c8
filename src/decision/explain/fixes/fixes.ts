import type { HeldLine } from '../../../domain/decision.ts';
import type { Fix } from '../../../domain/fix.ts';
import type { Inquiry } from '../inquiry.ts';
import { combinedFixes } from './combined.ts';
import { higherLimits, longerLimit } from './limits.ts';
import { allowLocations, openLocations } from './locations.ts';
import { earlierLots, receiveOverdue } from './lots.ts';
import { moreUnits } from './more-units.ts';
import type { OwnFix } from './own-fix.ts';
import { enableProducts, enableSite, useCurrent } from './switches.ts';

/** Every kind of fix, in the order of how little it asks: what the README of this folder says of each. */
const KINDS: readonly ((inquiry: Inquiry, lines: readonly HeldLine[]) => Promise<OwnFix[]>)[] = [
  receiveOverdue,
  enableProducts,
  allowLocations,
  openLocations,
  enableSite,
  useCurrent,
  longerLimit,
  higherLimits,
  earlierLots,
  moreUnits,
];

/**
 * Smallest changes after which the shipment would be released, each proven by solving the changed question; those
 * first that ask the least. Those for which the time does not allow are missing.
 */
export async function findFixes(inquiry: Inquiry, lines: readonly HeldLine[]): Promise<Fix[]> {
  const fixes: OwnFix[] = [];
  for (const find of KINDS) {
    if (inquiry.isTimeUp()) break;
    fixes.push(...(await find(inquiry, lines)));
  }
  // A combination may contain no fix of one kind, so that these have to be known.
  if (inquiry.isCut || inquiry.isTimeUp()) return fixes;
  const combined = await combinedFixes(inquiry, lines, fixes);
  const [first, last] = [
    fixes.filter(({ kind }) => kind !== 'ADD_UNITS'),
    fixes.filter(({ kind }) => kind === 'ADD_UNITS'),
  ];
  return [...first, ...combined, ...last];
}
