import type { SiteId } from '../domain/ids.ts';
import type { Store, StoreTransaction } from '../release/ports/store.ts';

/** Which jobs a transaction has given work. */
export interface Wake {
  readonly triggers: boolean;
  readonly events: boolean;
}

/** The store; `wake` is called after each commit that wrote triggers, runs or events, and where a site is left with more to do. */
export function wakingStore(store: Store, wake: (what: Wake) => void): Store {
  return {
    ...store,
    async transaction<T>(siteId: SiteId, work: (tx: StoreTransaction) => Promise<T>): Promise<T> {
      let triggers = false;
      let events = false;
      const result = await store.transaction(siteId, (tx) => {
        triggers = false;
        events = false;
        return work({
          ...tx,
          appendTriggers(productCodes) {
            triggers ||= productCodes.length > 0;
            return tx.appendTriggers(productCodes);
          },
          triggerLocations(locationCodes) {
            triggers ||= locationCodes.length > 0;
            return tx.triggerLocations(locationCodes);
          },
          triggerShipments(shipmentNumbers) {
            triggers ||= shipmentNumbers.length > 0;
            return tx.triggerShipments(shipmentNumbers);
          },
          async triggerDay(today) {
            const count = await tx.triggerDay(today);
            triggers ||= count > 0;
            return count;
          },
          triggerSite() {
            triggers = true;
            return tx.triggerSite();
          },
          startRun(run, progress) {
            triggers = true;
            return tx.startRun(run, progress);
          },
          appendEvents(appended) {
            events ||= appended.length > 0;
            return tx.appendEvents(appended);
          },
        });
      });
      if (triggers || events) wake({ triggers, events });
      return result;
    },
    async leaveQueue(claimed, hasMore) {
      await store.leaveQueue(claimed, hasMore);
      if (hasMore) wake({ triggers: true, events: false });
    },
  };
}
