import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { WebhookView } from '../../../src/http/schemas/webhooks.ts';
import { problemIn } from '../service.ts';
import type { SiteService } from './site-service.ts';
import { waitingAt, withFreshSites } from './situations.ts';

let site: SiteService;
withFreshSites((fresh) => {
  site = fresh;
});

const waiting = (more = {}) => waitingAt(site, more);

describe('webhooks', () => {
  const body = { url: 'https://example.com/events', secret: 'a secret of at least 16' };

  it('are added, changed and removed, and never tell their secret', async () => {
    const added = await site.send('POST', '/v1/webhooks', body);
    expect(added.statusCode).toBe(201);
    const { webhookId, version } = WebhookView.parse(added.json());
    expect(added.body).not.toContain('secret');
    const url = `/v1/webhooks/${webhookId}`;
    const changed = await site.ask(
      'PUT',
      url,
      { ...body, topics: ['run.completed'] },
      { 'if-match': `"${version}"` },
    );
    expect(WebhookView.parse(changed)).toMatchObject({ topics: ['run.completed'], version: version + 1 });
    expect(await site.ask('GET', url)).toEqual(changed);
    await site.ask('DELETE', url);
    expect(await site.refused('GET', url)).toBe('NOT_FOUND');
  });

  it('tell what happens from now on, and not what nobody has read yet', async () => {
    await waiting();
    const added = WebhookView.parse(await site.ask('POST', '/v1/webhooks', body));
    const { items } = await site.ask('GET', '/v1/events');
    expect(items.length).toBeGreaterThan(0);
    expect(added.position).toBe(items.at(-1).position);
  });

  it.each(['ftp://example.com', 'nonsense'])('do not go to %s', async (url) => {
    expect(problemIn(await site.send('POST', '/v1/webhooks', { ...body, url })).errors?.[0]?.path).toBe(
      'url',
    );
  });
});

describe('the stream of events', () => {
  it('tells what happens as it happens, and goes on where it was left', async () => {
    const app = site.service.app;
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const siteId = String((await site.send('GET', '/v1/settings')).raw.req.headers['x-site']);
    const first = await waiting();
    const open = async (headers: Record<string, string>, until: (text: string) => boolean) => {
      const controller = new AbortController();
      const response = await fetch(`http://127.0.0.1:${port}/v1/events?topics=shipment.backordered`, {
        headers: { accept: 'text/event-stream', 'x-site': siteId, ...headers },
        signal: controller.signal,
      });
      expect(response.headers.get('content-type')).toContain('text/event-stream');
      let text = '';
      const decoder = new TextDecoder();
      for await (const chunk of response.body!) {
        text += decoder.decode(chunk as Uint8Array);
        if (until(text)) break;
      }
      controller.abort();
      return text;
    };
    const replay = await open({ 'last-event-id': '0' }, (text) => text.includes('data:'));
    expect(replay).toContain(`"entityId":"${first}"`);
    const position = /id: (\d+)/.exec(replay)![1]!;
    let second = 0;
    const live = open({ 'last-event-id': position }, (text) => text.includes('data:'));
    second = await waiting();
    const told = await live;
    expect(told).toContain(`"entityId":"${second}"`);
    expect(told).not.toContain(`"entityId":"${first}"`);
    await app.close();
  });
});

it('a HEAD of the stream ends', async () => {
  const headers = { accept: 'text/event-stream' };
  const reply = await site.service.app.inject({ method: 'HEAD', url: '/v1/events', headers });
  expect(reply.statusCode).toBe(200);
});
