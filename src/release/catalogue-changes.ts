import type { LocationCode } from '../domain/ids.ts';
import { SiteLocation } from '../domain/site/catalogue.ts';
import type { SiteSettings } from '../domain/site/settings.ts';

/** A value as text in which the order of keys does not show: a store may give them back in another. */
const inOrder = (value: unknown): string =>
  JSON.stringify(value, (_, field: unknown) =>
    typeof field === 'object' && field !== null && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)))
      : field,
  );

const isEqual = (a: unknown, b: unknown): boolean => inOrder(a) === inOrder(b);

/** Settings that say when and what for people, not what an attempt may do. */
const WITHOUT_EFFECT = ['defaultBackOrderDays', 'orderRouting'] as const;

/** Whether other settings may let somebody go who waits. */
export function maySettingsFree(before: SiteSettings, after: SiteSettings): boolean {
  const effective = (settings: SiteSettings) => {
    const { isEnabled: _, interval: __, ...partial } = settings.releaseBackorderJob;
    const rest: Record<string, unknown> = { ...settings, releaseBackorderJob: partial };
    for (const name of WITHOUT_EFFECT) delete rest[name];
    return rest;
  };
  return !isEqual(effective(before), effective(after));
}

/** The locations of which something has changed that decides whether they ship: what they cost does not. */
export function changedLocations(
  before: readonly SiteLocation[],
  after: readonly SiteLocation[],
): LocationCode[] {
  const known = new Map(before.map((location) => [location.locationCode, location]));
  const flagsOf = ({ cost: _, version: __, ...flags }: SiteLocation & { readonly version?: unknown }) =>
    flags;
  return after
    .filter((row) => {
      const other = known.get(row.locationCode) ?? SiteLocation.parse({ locationCode: row.locationCode });
      return !isEqual(flagsOf(other), flagsOf(row));
    })
    .map((row) => row.locationCode);
}
