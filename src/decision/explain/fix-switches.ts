import type { Fix } from '../../domain/fix.ts';
import { compareCodes } from '../../domain/ids.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { withProductsEnabled, withSettings } from './relax.ts';
import type { WhatIf } from './what-if.ts';

/** Turning the site's future inventory on, where that alone releases the shipment. */
export async function enableSite(snapshot: Snapshot, whatIf: WhatIf): Promise<Fix | null> {
  if (snapshot.settings.futureInventoryEnabled) return null;
  const answer = await whatIf(withSettings(snapshot, { futureInventoryEnabled: true }));
  return answer?.released ? { kind: 'ENABLE_FUTURE_FOR_SITE' } : null;
}

/**
 * Turning future inventory on for a set of products from which none can be left out, where that alone releases
 * the shipment.
 */
export async function enableProducts(snapshot: Snapshot, whatIf: WhatIf): Promise<Fix | null> {
  if (!snapshot.settings.futureInventoryEnabled) return null;
  const off = snapshot.shipment.items.filter((line) => line.manageStock && !line.allowsFutureAllocate);
  const needed = new Set(off.map((line) => line.productCode).sort(compareCodes));
  if (needed.size === 0) return null;
  const isReleased = async () => (await whatIf(withProductsEnabled(snapshot, needed)))?.released === true;
  if (!(await isReleased())) return null;
  for (const productCode of [...needed]) {
    needed.delete(productCode);
    if (!(await isReleased())) needed.add(productCode);
  }
  return {
    kind: 'ENABLE_FUTURE_FOR_PRODUCT',
    productCodes: [...needed].sort(compareCodes),
  };
}
