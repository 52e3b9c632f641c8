import { optimize } from '../../src/attempt/optimize.ts';
import type { SiteId } from '../../src/domain/ids.ts';
import { takeAttempt } from '../../src/input/take-attempt.ts';
import { maintainSite, releaseWork } from '../../src/release/maintenance.ts';
import { createSandboxGateway } from '../../src/release/payment/gateways/sandbox.ts';
import type { Store } from '../../src/release/ports/store.ts';
import type { ReleasePorts } from '../../src/release/service-ports.ts';
import { workOffTriggers } from '../../src/scheduling/triggers.ts';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import { TestClock } from '../clock.ts';
import { testService } from '../http/service.ts';

const engine = createPortfolio();
let sites = 0;

/** A shipment as the interface shows it, as far as the laws look at it. */
export interface Seen {
  readonly shipmentNumber: number;
  readonly orderNumber: number;
  readonly shipmentStatus: string;
  readonly originalShipmentNumber: number;
  readonly priority: number;
  readonly submittedAt: string;
  readonly onHold: boolean;
  readonly waiting?: { readonly reason: string } | null;
  readonly items: readonly { readonly productCode: string; readonly quantity: number }[];
}

/** What a reply holds is what a test says. */
// biome-ignore lint/suspicious/noExplicitAny: see above
type Json = any;

/** A running site on a store, spoken to over HTTP, with a clock that stands still until it is moved. */
export class RunningSite {
  readonly clock = new TestClock('2026-05-01T09:00:00.000Z');

  private constructor(
    readonly siteId: SiteId,
    readonly ports: ReleasePorts,
    readonly service: Awaited<ReturnType<typeof testService>>,
  ) {}

  static async on(store: Store): Promise<RunningSite> {
    sites += 1;
    const siteId = `laws-${process.pid}-${sites}` as SiteId;
    let ids = 0;
    const clock = new TestClock('2026-05-01T09:00:00.000Z');
    const ports: ReleasePorts = {
      store,
      gateway: createSandboxGateway(),
      decide: async (request) => optimize(takeAttempt(request, clock.now()), engine),
      now: clock.now,
      wait: clock.wait,
      newId: () => `${siteId}-${++ids}`,
      attemptTimeLimitMs: 5000,
    };
    const site = new RunningSite(siteId, ports, await testService({ release: ports, now: clock.now }));
    Object.assign(site, { clock });
    return site;
  }

  /** Sends a request. @returns status and JSON; a fault of the service is thrown */
  async send(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, body?: object) {
    const reply = await this.service.app.inject({
      method,
      url,
      headers: {
        'x-site': this.siteId,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { payload: JSON.stringify(body) }),
    });
    if (reply.statusCode >= 500) throw new Error(`${method} ${url}: ${reply.statusCode} ${reply.body}`);
    return { status: reply.statusCode, body: reply.json() as Json };
  }

  async shipments(query = ''): Promise<Seen[]> {
    return (await this.send('GET', `/v1/shipments?limit=1000${query}`)).body.items;
  }

  /** Works off what is undecided, by the loop that the jobs run. */
  async settle(): Promise<void> {
    await workOffTriggers({ ...this.ports, work: releaseWork(this.ports) });
  }

  /** The clock's next day, and what its first minute brings. */
  async nextDay(): Promise<void> {
    const tomorrow = new Date(Date.parse(this.clock.now()) + 86_400_000).toISOString().slice(0, 10);
    this.clock.set(`${tomorrow}T00:00:00.000Z`);
    await maintainSite(this.ports, this.siteId);
  }

  close(): Promise<unknown> {
    return this.service.app.close();
  }
}
