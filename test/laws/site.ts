import type { Store } from '../../src/release/ports/store.ts';
import { brokenInvariants } from '../release/model/invariants.ts';

/** What a reply holds is what a test says. */
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Json = any;

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** How a process ends: killed, or told to stop. */
export type End = 'SIGKILL' | 'SIGTERM';

/** A running site, spoken to over HTTP, with a clock that tests move. */
export interface LawSite {
  readonly siteId: string;
  /** The clock's instant, ISO 8601. */
  now(): string;
  /** Sends a request, by default with a key of its own where it writes. @throws Error for a fault of the service (500 and above) */
  send(
    method: Method,
    url: string,
    body?: object,
    key?: string,
  ): Promise<{ readonly status: number; readonly body: Json }>;
  /** Lets everything that is undecided be decided, and every run end. @throws Error where that does not end */
  settle(): Promise<void>;
  /** Moves the clock only: what the new time brings has not begun yet. */
  moveTo(instant: string): Promise<void>;
  /** What the first minute of a day brings. */
  beginDay(): Promise<void>;
  /** Ends a process, drawn by a number, and starts it again. Nothing where the site has no process of its own. */
  end(draw: number, how: End): Promise<void>;
  /** Stops a process for longer than its claims last, and lets it go on. Nothing where there are no others. */
  halt(draw: number): Promise<void>;
  /**
   * Finds what is wrong by `look`, once the site is settled. Where work goes on in other processes it looks again for a
   * while, since a law is broken by what stays so.
   */
  look(look: () => Promise<readonly string[]>): Promise<readonly string[]>;
  /** What units, cents, lineage, events and money say that cannot be; counters that differ from the ledger. */
  faults(): Promise<readonly string[]>;
}

/** What a store says of a site that cannot be. */
export async function faultsOf(store: Store, siteId: string): Promise<string[]> {
  const differences = (await store.examine(10)).filter((each) => each.siteId === siteId);
  return [
    ...(await brokenInvariants(store.reader(siteId as Parameters<Store['reader']>[0]))),
    ...differences.map((each) => JSON.stringify(each)),
  ];
}
