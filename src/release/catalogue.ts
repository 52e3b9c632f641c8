import { InputError } from '../domain/faults.ts';
import type { LocationCode, ProductCode } from '../domain/ids.ts';
import type { Product, SiteLocation } from '../domain/site/catalogue.ts';
import type { SiteSettings } from '../domain/site/settings.ts';
import { ServiceError } from '../errors.ts';
import { changedLocations, maySettingsFree } from './catalogue-changes.ts';
import { productsOf } from './changed-meanwhile.ts';
import { assertNoDuplicates } from './checks/duplicates.ts';
import { assertSame } from './checks/same.ts';
import { assertStorable } from './checks/storable.ts';
import { executeWrite } from './execute-write.ts';
import type { StoredAnswer } from './ports/idempotency.ts';
import type { ReleasePorts, Write } from './service-ports.ts';
import { readLocations, readSettings } from './site-view.ts';

/**
 * Refuses settings that contradict each other: with a partial release there is no one amount to authorize anew.
 *
 * @throws InputError `contradictory`
 */
function assertConsistent(settings: SiteSettings): void {
  if (!settings.paymentVoidAndReauth || !settings.releaseBackorderJob.partialReleaseEnabled) return;
  throw new InputError('contradictory', [
    {
      path: 'paymentVoidAndReauth',
      code: 'not_allowed',
      message:
        'must be off while releaseBackorderJob.partialReleaseEnabled is on: void and reauth is for full release only',
    },
  ]);
}

const stale = (what: string, expected: number | null) =>
  new ServiceError('STALE_VERSION', `the version of ${what} is not ${expected}`);

/**
 * Replaces the settings of the site. What is left out has its default. Once the brake is off, whoever waits is tried.
 *
 * @throws InputError `contradictory`
 * @throws ServiceError STALE_VERSION
 */
export async function putSettings(
  ports: ReleasePorts,
  write: Write,
  settings: SiteSettings,
): Promise<StoredAnswer> {
  assertConsistent(settings);
  return executeWrite(ports.store, write, async (tx) => {
    await tx.lockSite();
    const { value: before } = await readSettings(tx);
    const version = await tx.putSettings(settings, write.expectedVersion);
    if (maySettingsFree(before, settings)) await tx.triggerSite();
    if (version === null) throw stale('the settings', write.expectedVersion);
    return { status: 200, body: { ...settings, version } };
  });
}

/** A record as it shall be, and the version that the caller has seen of it, where it names one. */
export type Seen<Row> = Row & { readonly version?: number | undefined };

/** Records by the version that they must have, without it. @throws InputError `contradictory` */
function bySeenVersion<Row extends object>(
  rows: readonly Seen<Row>[],
  { expectedVersion }: Write,
  path: string,
): Map<number | null, Omit<Row, 'version'>[]> {
  const groups = new Map<number | null, Omit<Row, 'version'>[]>();
  rows.forEach(({ version: seen, ...row }, index) => {
    if (expectedVersion !== null) assertSame(`${path}[${index}].version`, seen, expectedVersion);
    const version = seen ?? expectedVersion;
    const group = groups.get(version);
    if (group === undefined) groups.set(version, [row]);
    else group.push(row);
  });
  return groups;
}

/**
 * Writes the switches of products; shipments that want one of them are tried again.
 *
 * @throws InputError `contradictory` where a product is named twice, or write and row name different versions
 * @throws ServiceError STALE_VERSION where a product has another version than its row, or the write, names
 */
export async function putProducts(
  ports: ReleasePorts,
  write: Write,
  rows: readonly Seen<Product>[],
): Promise<StoredAnswer> {
  assertStorable({ products: rows });
  assertNoDuplicates(rows, 'products', 'product', (row) => [row.productCode]);
  const groups = bySeenVersion<Product>(rows, write, 'products');
  return executeWrite(ports.store, write, async (tx) => {
    const codes = productsOf(rows);
    await tx.lockStock(codes);
    const versions = new Map<ProductCode, number>();
    for (const [expected, products] of groups) {
      const written = await tx.putProducts(products, expected);
      if (written === null) throw stale(`one of the products ${productsOf(products).join(', ')}`, expected);
      for (const [code, version] of written) versions.set(code, version);
    }
    await tx.appendTriggers(codes);
    const products = rows.map((row) => ({ ...row, version: versions.get(row.productCode)! }));
    return { status: 200, body: { products } };
  });
}

/**
 * Writes locations.
 *
 * @throws InputError `contradictory` where a location is named twice, or write and row name different versions
 * @throws ServiceError STALE_VERSION where a location has another version than its row, or the write, names
 */
export async function putLocations(
  ports: ReleasePorts,
  write: Write,
  rows: readonly Seen<SiteLocation>[],
): Promise<StoredAnswer> {
  assertStorable({ locations: rows });
  assertNoDuplicates(rows, 'locations', 'location', (row) => [row.locationCode]);
  const groups = bySeenVersion<SiteLocation>(rows, write, 'locations');
  return executeWrite(ports.store, write, async (tx) => {
    await tx.lockSite();
    const before = await readLocations(tx);
    const versions = new Map<LocationCode, number>();
    for (const [expected, locations] of groups) {
      const written = await tx.putLocations(locations, expected);
      if (written === null) throw stale('a location', expected);
      for (const [code, version] of written) versions.set(code, version);
    }
    await tx.triggerLocations(changedLocations(before, rows));
    const locations = rows.map((row) => ({ ...row, version: versions.get(row.locationCode)! }));
    return { status: 200, body: { locations } };
  });
}
