import type { ProductCode, SiteId } from '../../domain/ids.ts';

/** Products whose shipments are to be tried again, in the hands of one worker. */
export interface ClaimedTriggers {
  readonly siteId: SiteId;
  readonly productCodes: readonly ProductCode[];
  /** Distinguishes this claim from a later one of the same products. */
  readonly claim: string;
}

export interface TriggerWriter {
  /** Asks for another try of the shipments that want these products, once this transaction has committed. */
  appendTriggers(productCodes: readonly ProductCode[]): Promise<void>;
}
