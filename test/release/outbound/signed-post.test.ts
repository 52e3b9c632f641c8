import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isSignedBy, signatureOf } from '../../../src/release/outbound/signature.ts';
import { signedPost } from '../../../src/release/outbound/signed-post.ts';
import { until } from '../../clock.ts';
import { NOW } from '../shipments.ts';

const SECRET = 'a secret of at least 16';
let server: Server;
let received: { method: string; headers: IncomingHttpHeaders; body: string }[] = [];
const endless = { sent: 0, isClosed: false };

/** Sends as fast as somebody reads, until the connection closes. */
function sendForEver(response: ServerResponse): void {
  const chunk = Buffer.alloc(2 ** 16, 'x');
  response.on('close', () => {
    endless.isClosed = true;
  });
  const send = () => {
    while (!response.destroyed) {
      endless.sent += chunk.length;
      if (!response.write(chunk)) return response.once('drain', send);
    }
    return response;
  };
  send();
}

beforeAll(async () => {
  server = createServer(async (incoming, response) => {
    let body = '';
    for await (const chunk of incoming) body += chunk;
    received.push({ method: String(incoming.method), headers: incoming.headers, body });
    if (incoming.url === '/never') return;
    if (incoming.url === '/endless') return sendForEver(response);
    if (incoming.url === '/moved') return void response.writeHead(302, { location: '/elsewhere' }).end();
    response.writeHead(201).end('x'.repeat(100_001));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

const post = (path: string, more: object = {}) => {
  received = [];
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  return signedPost({ url, secret: SECRET, body: '{"a":1}', now: NOW, timeoutMs: 5000, ...more });
};

describe('a signed call', () => {
  it('posts JSON with a signature that the receiver can check, and reads as much as is sensible', async () => {
    const answer = await post('/', { headers: { 'idempotency-key': 'key-1' } });
    expect(answer.status).toBe(201);
    expect(answer.text).toBe('x'.repeat(65_536));
    const [{ method, headers, body }] = received as [(typeof received)[number]];
    expect(method).toBe('POST');
    expect(body).toBe('{"a":1}');
    expect(headers['content-type']).toBe('application/json');
    expect(headers['idempotency-key']).toBe('key-1');
    expect(isSignedBy(SECRET, body, String(headers['x-signature']), NOW)).toBe(true);
  });

  it('is answered by the beginning of an answer that does not end, which is not read on', async () => {
    const { status, text } = await post('/endless', { timeoutMs: 20_000 });
    expect([status, text]).toEqual([200, 'x'.repeat(65_536)]);
    await until(() => endless.isClosed, 'the end of the connection');
    // What a socket's buffers hold was sent besides, and no more.
    expect(endless.sent).toBeLessThan(20 * 2 ** 20);
  });

  it('is not repeated at another address', async () => {
    expect((await post('/moved')).status).toBe(302);
    expect(received).toHaveLength(1);
  });

  it('fails where nobody answers in time', async () => {
    await expect(post('/never', { timeoutMs: 50 })).rejects.toThrow('timeout');
  });
});

describe('a signature', () => {
  const header = signatureOf(SECRET, '{}', NOW);
  const seconds = Date.parse(NOW) / 1000;
  const later = (difference: number) => new Date(Date.parse(NOW) + difference * 1000).toISOString();

  it('names the second of its time, and counts as long as the tolerance, before and after', () => {
    expect(header).toMatch(new RegExp(`^t=${seconds},v1=[0-9a-f]{64}$`));
    expect(signatureOf(SECRET, '{}', later(0.9))).toBe(header);
    for (const difference of [300, -300])
      expect(isSignedBy(SECRET, '{}', header, later(difference))).toBe(true);
    for (const difference of [301, -301])
      expect(isSignedBy(SECRET, '{}', header, later(difference))).toBe(false);
    expect(isSignedBy(SECRET, '{}', header, later(11), 10)).toBe(false);
  });

  it('is refused with anything before or after it, or with another count of digits', () => {
    const changed = [`x${header}`, `${header}0`, header.slice(0, -1), header.replace('t=', 't=x')];
    changed.push(header.replace(/t=\d+/, 't='), `${header} `, header.replace('v1=', 'v1=G'));
    for (const each of changed) expect(isSignedBy(SECRET, '{}', each, NOW)).toBe(false);
  });
});
