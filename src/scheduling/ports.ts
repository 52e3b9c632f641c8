import type { SiteId } from '../domain/ids.ts';
import type { Clock } from '../release/ports/clock.ts';
import type { Store } from '../release/ports/store.ts';
import type { ClaimedQueue } from '../release/ports/triggers.ts';

/** What the jobs have done; the release service does it. Each is safe to repeat, and by several at once. */
interface ReleaseWork {
  /**
   * Tries whoever a change has made undecided, and goes on with the site's runs, step by step until `isOver`.
   *
   * @returns whether there is more to do
   */
  workOnSite(claimed: ClaimedQueue, isOver: () => boolean): Promise<boolean>;
  /** Late and short lots, payments that a crash left open. */
  maintainSite(siteId: SiteId): Promise<unknown>;
  /** Begins the scheduled run, unless one goes on; {@link ReleaseWork.workOnSite} goes on with it. */
  startScheduled(siteId: SiteId): Promise<unknown>;
}

/** Posts a signed body. @throws Error when there was no answer in time */
type PostSigned = (call: {
  readonly url: string;
  readonly secret: string;
  readonly body: string;
  readonly now: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}) => Promise<{ readonly status: number }>;

/** Where failures of jobs are written; the job itself is tried again. */
interface JobLog {
  info(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** What the jobs need from outside. */
export interface JobPorts extends Clock {
  readonly store: Store;
  readonly work: ReleaseWork;
  readonly post: PostSigned;
  /** Runs one SQL text in the store's database, for the queue's own tables. */
  readonly executeSql: (text: string, values?: readonly unknown[]) => Promise<{ rows: object[] }>;
  readonly log: JobLog;
}
