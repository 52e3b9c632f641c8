import { afterEach, describe, expect, it } from 'vitest';
import { listen } from '../../src/http/server.ts';
import { type TestService, testService } from './service.ts';

let service: TestService | undefined;
afterEach(() => service?.app.close());

describe('listening', () => {
  it.each([
    ['127.0.0.1', /^http:\/\/127\.0\.0\.1:\d+$/],
    ['::1', /^http:\/\/\[::1\]:\d+$/],
  ])('on %s gives a URL that answers', async (host, expected) => {
    service = await testService();
    const url = await listen(service.app, host, 0);
    expect(url).toMatch(expected);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });
});
