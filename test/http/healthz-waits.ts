import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** What `/healthz` took while a refresh went on. */
export interface HealthzWaits {
  /** Milliseconds of each call, one after another. */
  readonly waitsMs: readonly number[];
  /** Milliseconds of the refresh. */
  readonly refreshMs: number;
}

const PAUSE_MS = 5;

/** Milliseconds of one call over a connection that is kept. */
function callHealthz(url: string, agent: Agent): Promise<number> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/healthz`, { agent }, (response) => {
      response.resume().once('end', () => resolve(performance.now() - startedAt));
    });
    sent.once('error', reject).end();
  });
}

/**
 * Refreshes so many rows of a running service, each to a new quantity, and asks `/healthz` all the while.
 *
 * @throws Error when the refresh is not answered with success
 */
export async function healthzWhileRefreshing(
  url: string,
  rows: number,
  quantity: number,
): Promise<HealthzWaits> {
  const inventory = Array.from({ length: rows }, (_, index) => ({
    productCode: `product-${index}`,
    locationCode: 'A',
    quantity,
  }));
  const body = JSON.stringify({ inventory });
  const headers = { 'content-type': 'application/json' };
  const agent = new Agent({ keepAlive: true });
  await callHealthz(url, agent);
  const startedAt = performance.now();
  const asking = { goesOn: true };
  const refresh = fetch(`${url}/v1/inventory/refresh`, { method: 'POST', headers, body }).finally(() => {
    asking.goesOn = false;
  });
  const waitsMs: number[] = [];
  while (asking.goesOn) {
    waitsMs.push(await callHealthz(url, agent));
    await sleep(PAUSE_MS);
  }
  const refreshMs = performance.now() - startedAt;
  agent.destroy();
  const response = await refresh;
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  return { waitsMs, refreshMs };
}
