import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Decision } from '../../src/domain/decision.ts';
import { Problem } from '../../src/http/schemas/problem.ts';
import { hardRequest } from './hard-request.ts';
import { SMALL_REQUEST } from './service.ts';
import { type ServiceProcess, startProcess, startService } from './service-process.ts';
import { send } from './sockets.ts';

const started: ServiceProcess[] = [];
async function service(environment: Record<string, string> = {}): Promise<ServiceProcess> {
  const process = await startService({ LOG_LEVEL: 'debug', ...environment });
  started.push(process);
  return process;
}
async function end({ signal, exit }: ServiceProcess): Promise<void> {
  signal('SIGKILL');
  await exit;
}
afterEach(async () => {
  for (const each of started.splice(0)) await end(each);
});

const post = (url: string, body: unknown): Promise<Response> =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

const shipmentOf = (shipmentNumber: number) => ({
  ...SMALL_REQUEST,
  shipment: { ...SMALL_REQUEST.shipment, shipmentNumber },
});

describe('the program that starts the service', () => {
  it('refuses an argument that it does not know, by its name', async () => {
    const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [main, '--dmeo'], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([2, expect.stringContaining('unknown argument "--dmeo"')]);
  });
});

describe('the service as a process', () => {
  // None of these tests leaves a trace: they share one service.
  let shared: ServiceProcess;
  beforeAll(async () => {
    shared = await startService();
  });
  afterAll(() => end(shared));

  it('has said where it listens, before it was ready', () => {
    expect(shared.lines.map(({ msg }) => msg).slice(0, 2)).toEqual([
      `listening on ${shared.url}, documentation at ${shared.url}/docs`,
      'ready',
    ]);
  });

  it('answers many clients at once, each with its own answer', async () => {
    const { url } = shared;
    const numbers = Array.from({ length: 200 }, (_, i) => i);
    const replies = await Promise.all(
      numbers.map(async (number) =>
        Decision.parse(await (await post(`${url}/v1/optimize`, shipmentOf(number))).json()),
      ),
    );
    expect(replies.map(({ shipmentNumber }) => shipmentNumber)).toEqual(numbers);
    expect(
      replies.every(({ decision, proof }) => decision === 'released' && proof.status === 'optimal'),
    ).toBe(true);
  });

  it('keeps answering health and small attempts while a long one is solved', async () => {
    const { url } = shared;
    const long = post(`${url}/v1/optimize`, hardRequest(1_500));
    const small = await post(`${url}/v1/optimize`, SMALL_REQUEST);
    expect(small.status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    await expect(Promise.race([long, Promise.resolve('still solving')])).resolves.toBe('still solving');
    expect([200, 504]).toContain((await long).status);
  });

  it('lives on when clients go away in the middle', async () => {
    const { url, port } = shared;
    for (let i = 0; i < 20; i++) {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      const body = JSON.stringify(i % 2 === 0 ? hardRequest(200) : SMALL_REQUEST);
      const length = Buffer.byteLength(body) + (i % 4 === 1 ? 100 : 0);
      socket.write(
        `POST /v1/optimize HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n${body}`,
      );
      await new Promise((resolve) => setTimeout(resolve, 10));
      socket.destroy();
    }
    expect((await post(`${url}/v1/optimize`, SMALL_REQUEST)).status).toBe(200);
  });

  it('answers what is no request with a problem document', async () => {
    const { port } = shared;
    const long = `GET / HTTP/1.1\r\nhost: x\r\na: ${'x'.repeat(20_000)}\r\n\r\n`;
    const twoLengths = 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab';
    const codes: string[] = [];
    for (const bytes of ['HELLO\r\n\r\n', twoLengths, long]) {
      const answer = await send(port, bytes);
      const { status, code } = Problem.parse(answer.json());
      expect(answer.statusCode).toBe(status);
      codes.push(code);
    }
    expect(codes).toEqual(['MALFORMED_HTTP', 'MALFORMED_HTTP', 'HEADERS_TOO_LARGE']);
  });
});

describe('a queue that is short', () => {
  let shared: ServiceProcess;
  beforeAll(async () => {
    shared = await startService({
      LOG_LEVEL: 'debug',
      SOLVER_THREADS: '1',
      QUEUE_LIMIT: '1',
      QUEUE_TIMEOUT_MS: '100',
    });
  });
  afterAll(() => end(shared));

  it('says 503 to what waited too long', async () => {
    const { url, logged } = shared;
    const long = post(`${url}/v1/optimize`, hardRequest(1_500));
    await logged('solving');
    const late = await post(`${url}/v1/optimize`, hardRequest(100));
    expect(Problem.parse(await late.json()).code).toBe('QUEUE_TIMEOUT');
    // What needs no solver does not wait for one.
    expect((await post(`${url}/v1/optimize`, SMALL_REQUEST)).status).toBe(200);
    await long;
  });

  it('says 503 with Retry-After to what finds it full or waits too long, and answers the others', async () => {
    const { url } = shared;
    const replies = await Promise.all([1, 2, 3, 4].map(() => post(`${url}/v1/optimize`, hardRequest(500))));
    const refused = replies.filter(({ status }) => status === 503);
    const codes = await Promise.all(refused.map(async (reply) => Problem.parse(await reply.json()).code));
    expect(codes).toContain('QUEUE_FULL');
    expect(codes.filter((code) => code !== 'QUEUE_FULL' && code !== 'QUEUE_TIMEOUT')).toEqual([]);
    expect(refused.map((reply) => reply.headers.get('retry-after'))).toEqual(refused.map(() => '1'));
    expect(replies.filter(({ status }) => status === 200 || status === 504).length).toBe(4 - refused.length);
  });
});

/**
 * Resolves when no connection is taken any more. One that was made just before is still answered: that the service takes
 * no work.
 */
async function refusesConnections(url: string): Promise<'refuses connections'> {
  for (;;) {
    const last = await fetch(`${url}/readyz`).catch(() => null);
    if (last === null) return 'refuses connections';
    expect(last.status).toBe(503);
    await last.arrayBuffer();
  }
}

describe('stopping', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'after %s finishes what is being solved and ends with 0',
    async (name) => {
      const { url, signal, exit, logged, lines } = await service();
      const solving = post(`${url}/v1/optimize`, hardRequest(3_000));
      await logged('solving');
      signal(name);
      await logged('stopping');
      // The log is read by another process: it may see that line before the port is closed.
      const answered = solving.then(() => 'answers');
      expect(await Promise.race([refusesConnections(url), answered])).toBe('refuses connections');
      // It ran to its own limit; whether it had a plan by then is a matter of the machine.
      const reply = await solving;
      expect([200, 504]).toContain(reply.status);
      if (reply.status === 200) expect(await reply.json()).toMatchObject({ shipmentNumber: 1 });
      expect(await exit).toBe(0);
      expect(lines.at(-1)).toMatchObject({ msg: 'stopped', finished: true });
    },
  );

  it('is not held up by a client of the event stream that reads nothing', async () => {
    const { url, port, signal, exit, lines } = await service();
    const products = Array.from({ length: 5_000 }, (_, index) => ({ productCode: `product-${index}` }));
    const inventory = products.map((product) => ({ ...product, locationCode: 'A', quantity: 1 }));
    expect((await post(`${url}/v1/inventory/refresh`, { inventory })).status).toBe(200);
    // More than the sockets' buffers hold waits to be read by each.
    const idle = Array.from({ length: 3 }, () => {
      const socket = connect(port, '127.0.0.1').on('error', () => {});
      socket.pause();
      const head = 'GET /v1/events?after=0 HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\n\r\n';
      socket.write(head);
      return socket;
    });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const signalledAt = performance.now();
    signal('SIGTERM');
    expect(await exit).toBe(0);
    expect(performance.now() - signalledAt).toBeLessThan(15_000);
    expect(lines.at(-1)).toMatchObject({ msg: 'stopped', finished: true });
    for (const socket of idle) socket.destroy();
  });

  it('refuses new work over an open connection, and closes it', async () => {
    const { url, port, signal, exit, logged } = await service();
    const busy = connect(port, '127.0.0.1');
    // Half a request keeps this connection open and in use.
    busy.write('GET /readyz HTTP/1.1\r\nhost: x\r\n');
    const solving = post(`${url}/v1/optimize`, hardRequest(800));
    await logged('solving');
    signal('SIGTERM');
    await logged('stopping');
    busy.write('\r\n');
    const [chunk] = (await once(busy, 'data')) as [Buffer];
    expect(chunk.toString()).toMatch(/^HTTP\/1.1 503 .*connection: close.*SHUTTING_DOWN/is);
    expect([200, 504]).toContain((await solving).status);
    expect(await exit).toBe(0);
  });

  it('cuts off after the grace, answers 503 and ends with 1', async () => {
    const { url, signal, exit, lines, logged } = await service({ SHUTDOWN_GRACE_MS: '200' });
    const solving = post(`${url}/v1/optimize`, hardRequest(20_000));
    await logged('solving');
    const signalledAt = performance.now();
    signal('SIGTERM');
    expect(Problem.parse(await (await solving).json()).code).toBe('SHUTTING_DOWN');
    expect(await exit).toBe(1);
    expect(performance.now() - signalledAt).toBeLessThan(15_000);
    expect(lines.map(({ msg }) => msg).slice(-2)).toEqual(['answered', 'stopped, with attempts cut off']);
  });

  it('ends at once with 1 at the second signal', async () => {
    const { url, signal, exit, logged } = await service();
    const solving = post(`${url}/v1/optimize`, hardRequest(20_000)).catch(() => 'cut off');
    await logged('solving');
    signal('SIGTERM');
    await logged('stopping');
    signal('SIGTERM');
    expect(await exit).toBe(1);
    expect(await solving).toBe('cut off');
  });
});

describe('starting', () => {
  it('with a setting that cannot be used names it and ends with 2', async () => {
    const { exit, errors, lines } = startProcess({ PORT: 'http', QUEUE_LIMIT: '-1' });
    expect(await exit).toBe(2);
    expect(errors()).toMatch(/PORT="http": must be .*\nQUEUE_LIMIT="-1": must be /);
    expect(lines).toEqual([]);
  });

  it('on an address in use says so and ends with 1', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { exit, lines } = startProcess({ PORT: String((taken.address() as AddressInfo).port) });
    expect(await exit).toBe(1);
    expect(JSON.stringify(lines.at(-1))).toContain('EADDRINUSE');
    taken.close();
  });
});
