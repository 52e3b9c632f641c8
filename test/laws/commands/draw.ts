import fc from 'fast-check';
import type { LawSite } from '../site.ts';
import { type Did, type Drawn, Step } from '../step.ts';
import { readShipments } from '../view.ts';

const DAY_MS = 86_400_000;

export const product = fc.constantFrom('P', 'Q');
export const place = fc.constantFrom('A', 'B');
/** A day, so many days from when it is used. */
export const inDays = fc.integer({ min: 1, max: 14 });
export const mostly = fc.constantFrom(true, true, true, false);
export const seldom = fc.constantFrom(false, false, false, false, true);

/** The day that comes so many days after the site's. */
export const dayIn = (site: LawSite, days: number): string =>
  new Date(Date.parse(site.now()) + days * DAY_MS).toISOString().slice(0, 10);

/** The instant so many days ago. */
export const daysAgo = (site: LawSite, days: number): string =>
  new Date(Date.parse(site.now()) - days * DAY_MS).toISOString();

/** Mostly null. */
export const orNull = <Value>(of: fc.Arbitrary<Value>, given: number, without: number) =>
  fc.oneof({ weight: without, arbitrary: fc.constant(null) }, { weight: given, arbitrary: of });

type Parts<Values> = Omit<Drawn, 'kind' | 'details' | 'work' | 'prepare'> & {
  readonly prepare?: (site: LawSite, values: Values) => Promise<unknown>;
  readonly work: (site: LawSite, values: Values) => Promise<Did | undefined>;
};

/** A command of drawn values. */
export function command<Values>(
  kind: string,
  values: fc.Arbitrary<Values>,
  { work, prepare, ...traits }: Parts<Values>,
): fc.Arbitrary<Step> {
  return fc.tuple(values, fc.boolean()).map(
    ([drawn, settles]) =>
      new Step(
        {
          kind,
          details: JSON.stringify(drawn),
          ...traits,
          ...(prepare !== undefined && { prepare: (site: LawSite) => prepare(site, drawn) }),
          work: (site) => work(site, drawn),
        },
        settles,
      ),
  );
}

/** A command on one of the shipments that have a status, whichever the draw points at. */
export const onShipment = <Body extends object>(
  path: string,
  statuses: readonly string[],
  body: fc.Arbitrary<Body>,
  traits: Partial<Drawn> = {},
  sent: (site: LawSite, body: Body) => object = (_, drawn) => drawn,
) =>
  command(path, fc.record({ draw: fc.nat(1000), body }), {
    ...(traits as object),
    async work(site, drawn) {
      const some = (await readShipments(site)).filter((each) => statuses.includes(each.shipmentStatus));
      if (some.length === 0) return undefined;
      const { shipmentNumber: about } = some[drawn.draw % some.length]!;
      const url = `/v1/shipments/${about}/${path}`;
      return { ...(await site.send('POST', url, sent(site, drawn.body))), about };
    },
  });
