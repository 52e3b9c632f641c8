import { Agent, request } from 'node:http';
import type { Random } from '../random.ts';

/** Requests to one address, whose bodies take turns. */
export interface Load {
  readonly url: string;
  readonly bodies: readonly string[];
}

/** Requests at a rate that does not wait for answers. */
export interface PacedLoad extends Load {
  /** Requests a second, on average. */
  readonly rate: number;
  readonly seconds: number;
  /** Most requests at once; one that finds them all under way waits, and that counts. */
  readonly connections: number;
}

/** Milliseconds from sending a request to the last byte of its reply. @throws when it is not answered with 200 */
function once(url: string, body: string, agent: Agent): Promise<number> {
  const sentAt = performance.now();
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (reply) => {
      if (reply.statusCode !== 200) reject(new Error(`${reply.statusCode} at ${url}`));
      reply.resume().once('end', () => resolve(performance.now() - sentAt));
    });
    sent.once('error', reject).end(body);
  });
}

/** A single caller on one connection that asks again as soon as it is answered; milliseconds a request. */
export async function singleLatencies({ url, bodies }: Load, requests: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const latencies: number[] = [];
  for (let sent = 0; sent < requests; sent++) {
    latencies.push(await once(url, bodies[sent % bodies.length]!, agent));
  }
  agent.destroy();
  return latencies;
}

/**
 * Sends requests at random moments (a Poisson process, as independent callers make it), whatever the answers do:
 * a load that waits for answers, or sends a second's requests at once, shows other latencies than callers see.
 *
 * @returns milliseconds a request
 */
export async function pacedLatencies(load: PacedLoad, random: Random): Promise<number[]> {
  const { url, bodies, rate, seconds, connections } = load;
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const startedAt = performance.now();
  const pending: Promise<number>[] = [];
  const meanGapMs = 1000 / rate;
  for (let due = 0; due < seconds * 1000; due += -Math.log(1 - random.next()) * meanGapMs) {
    const wait = startedAt + due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    pending.push(once(url, bodies[pending.length % bodies.length]!, agent));
  }
  const latencies = await Promise.all(pending);
  agent.destroy();
  return latencies;
}
