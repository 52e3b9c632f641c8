import { InputError } from '../domain/faults.ts';
import type { Product, SiteLocation } from '../domain/site/catalogue.ts';
import type { SiteSettings } from '../domain/site/settings.ts';
import { ServiceError } from '../errors.ts';
import { productsOf } from './changed-meanwhile.ts';
import { assertNoDuplicates } from './checks/duplicates.ts';
import { assertStorable } from './checks/storable.ts';
import { executeWrite } from './execute-write.ts';
import type { StoredAnswer } from './ports/idempotency.ts';
import type { ReleasePorts, Write } from './service-ports.ts';

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
  new ServiceError('STALE_VERSION', `${what} has another version than ${expected}`);

/**
 * Replaces the settings of the site. What is left out has its default.
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
    const version = await tx.putSettings(settings, write.expectedVersion);
    if (version === null) throw stale('the settings', write.expectedVersion);
    return { status: 200, body: { ...settings, version } };
  });
}

/**
 * Writes the switches of products; shipments that want one of them are tried again.
 *
 * @throws InputError `contradictory` where a product is named twice
 * @throws ServiceError STALE_VERSION
 */
export async function putProducts(
  ports: ReleasePorts,
  write: Write,
  products: readonly Product[],
): Promise<StoredAnswer> {
  assertStorable({ products });
  assertNoDuplicates(products, 'products', 'product', (row) => [row.productCode]);
  return executeWrite(ports.store, write, async (tx) => {
    const codes = productsOf(products);
    await tx.lockStock(codes);
    const versions = await tx.putProducts(products, write.expectedVersion);
    if (versions === null) throw stale(`product ${codes.join(', ')}`, write.expectedVersion);
    await tx.appendTriggers(codes);
    const written = products.map((product) => ({ ...product, version: versions.get(product.productCode)! }));
    return { status: 200, body: { products: written } };
  });
}

/**
 * Writes locations.
 *
 * @throws InputError `contradictory` where a location is named twice
 * @throws ServiceError STALE_VERSION
 */
export async function putLocations(
  ports: ReleasePorts,
  write: Write,
  locations: readonly SiteLocation[],
): Promise<StoredAnswer> {
  assertStorable({ locations });
  assertNoDuplicates(locations, 'locations', 'location', (row) => [row.locationCode]);
  return executeWrite(ports.store, write, async (tx) => {
    const versions = await tx.putLocations(locations, write.expectedVersion);
    if (versions === null) throw stale('a location', write.expectedVersion);
    const written = locations.map((row) => ({ ...row, version: versions.get(row.locationCode)! }));
    return { status: 200, body: { locations: written } };
  });
}
