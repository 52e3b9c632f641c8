import type { Discrepancy } from '../../release/ports/store.ts';
import type { SiteContext } from '../site-context.ts';
import { COUNTER_CHECKS } from './counters.ts';
import { SHIPMENT_CHECKS } from './shipments.ts';

/**
 * Every check of every site, with the statements of one transaction.
 *
 * @param limit most differences of each check
 */
export async function examineIn(tx: SiteContext['db'], limit: number): Promise<Discrepancy[]> {
  const found: Discrepancy[] = [];
  for (const { check, differences } of [...COUNTER_CHECKS, ...SHIPMENT_CHECKS]) {
    const rows = await tx
      .with('difference', () => differences(tx))
      .selectFrom('difference')
      .selectAll()
      .orderBy('siteId')
      .orderBy('subject')
      .limit(limit)
      .execute();
    found.push(...rows.map((row) => ({ ...row, check })));
  }
  return found;
}

/** Every check in one snapshot, so that writes that go on meanwhile are no differences. */
export function examine(db: SiteContext['db'], limit: number): Promise<Discrepancy[]> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute((tx) => examineIn(tx, limit));
}
