import type { LocationCode, ProductCode } from '../../domain/ids.ts';
import type { Product, SiteLocation, Versioned } from '../../domain/site/catalogue.ts';
import type { SiteSettings } from '../../domain/site/settings.ts';

/** A page by key: those after `after` (null: from the first), at most `limit`, in the written order of codes. */
interface CodePage<Code> {
  readonly after: Code | null;
  readonly limit: number;
}

/** Settings and catalogue, as they are now. */
export interface CatalogueReader {
  /** Null where none have been written: the defaults hold. */
  settings(): Promise<Versioned<SiteSettings> | null>;
  /** Those of the codes that have been written. */
  products(productCodes: readonly ProductCode[]): Promise<Versioned<Product>[]>;
  productPage(page: CodePage<ProductCode>): Promise<Versioned<Product>[]>;
  /** Every location that has been written. */
  locations(): Promise<Versioned<SiteLocation>[]>;
  /** The same, with the number of changes that all of them together have had. */
  places(): Promise<{ readonly locations: readonly SiteLocation[]; readonly version: number }>;
}

/** What a transaction sees of its site while it holds it. */
export interface HeldSite {
  readonly settingsVersion: number;
  /** Of {@link CatalogueReader.places}. */
  readonly locationsVersion: number;
  /** The site has its brake on. */
  readonly isPaused: boolean;
}

/** Changes of settings and catalogue. */
export interface CatalogueWriter {
  /**
   * Keeps settings and locations as they are until the transaction ends: what is written was decided under what holds
   * when it is committed. A change of them waits for whoever holds the site, and who comes later waits for the change.
   * To be called before shipments are written.
   */
  holdSite(): Promise<HeldSite>;
  /** Waits for whoever holds the site; to be called before its settings or locations are read to be changed. */
  lockSite(): Promise<void>;
  /**
   * @param expectedVersion null: whatever it is; 0: only where there is none yet
   * @returns the new version, or null where the version is another (`REFUSED`; nothing was written)
   */
  putSettings(settings: SiteSettings, expectedVersion: number | null): Promise<number | null>;
  /**
   * Writes switches; a few statements however many rows. Bumps the stock version of each product whose switches
   * changed, so that no plan decided under the old ones is applied: call `lockStock` first.
   *
   * @returns versions by code, or null where `expectedVersion` is given and a row's differs
   */
  putProducts(
    products: readonly Product[],
    expectedVersion: number | null,
  ): Promise<ReadonlyMap<ProductCode, number> | null>;
  /** Like {@link putProducts}, without stock versions. */
  putLocations(
    locations: readonly SiteLocation[],
    expectedVersion: number | null,
  ): Promise<ReadonlyMap<LocationCode, number> | null>;
}
