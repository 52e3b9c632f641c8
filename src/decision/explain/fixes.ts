import type { Fix } from '../../domain/fix.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { longerLimit } from './fix-longer-limit.ts';
import { moreUnits } from './fix-more-units.ts';
import { enableProducts, enableSite } from './fix-switches.ts';
import type { WhatIf } from './what-if.ts';

/**
 * Smallest single changes after which the shipment would be released, each proven by solving the changed
 * question: the site's switch, the products' switch, a longer Future Date Limit, more units.
 */
export async function findFixes(snapshot: Snapshot, whatIf: WhatIf): Promise<Fix[]> {
  const fixes: Fix[] = [];
  for (const find of [enableSite, enableProducts, longerLimit, moreUnits]) {
    const fix = await find(snapshot, whatIf);
    if (fix !== null) fixes.push(fix);
  }
  return fixes;
}
