import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemIn, SMALL_REQUEST, type TestService, testService } from '../service.ts';

let service: TestService;
beforeAll(async () => {
  service = await testService();
});
afterAll(() => service.app.close());

const raw = (
  payload: string | Buffer,
  headers: Record<string, string> = { 'content-type': 'application/json' },
) => service.app.inject({ method: 'POST', url: '/v1/optimize', headers, payload });

describe('bodies', () => {
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['blanks', Buffer.from('  \n')],
    ['a cut-off text', Buffer.from('{"shipment":{"items":[')],
    ['two values', Buffer.from('{} {}')],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22])],
    ['UTF-16', Buffer.from('{}', 'utf16le')],
    ['a number that is none', Buffer.from('{"a":NaN}')],
  ])('%s is not JSON', async (_, payload) => {
    expect(problemIn(await raw(payload)).code).toBe('INVALID_JSON');
  });

  it('no body and no content type is not JSON either', async () => {
    expect(problemIn(await service.app.inject({ method: 'POST', url: '/v1/optimize' })).code).toBe(
      'INVALID_JSON',
    );
  });

  it.each(['null', '[]', '3', '"text"', 'true'])('%s is JSON but no request', async (payload) => {
    expect(problemIn(await raw(payload)).code).toBe('INVALID_REQUEST');
  });

  it.each([
    ['none', {}],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a lookalike', { 'content-type': 'application/jsonp' }],
    ['JSON, compressed', { 'content-type': 'application/json', 'content-encoding': 'gzip' }],
  ])('content type %s is not taken', async (_, headers) => {
    expect(problemIn(await raw(JSON.stringify(SMALL_REQUEST), headers)).code).toBe('UNSUPPORTED_MEDIA_TYPE');
  });

  it.each([
    ['a charset', JSON.stringify(SMALL_REQUEST), 'application/json; charset=utf-8'],
    ['a byte order mark', `\uFEFF${JSON.stringify(SMALL_REQUEST)}`, 'application/json'],
  ])('%s is taken', async (_, payload, type) => {
    expect((await raw(payload, { 'content-type': type })).statusCode).toBe(200);
  });

  it('__proto__ is an unknown field like any other, and reaches no prototype', async () => {
    const text = JSON.stringify(SMALL_REQUEST).replace('"lineId":1', '"lineId":1,"__proto__":{"quantity":7}');
    const problem = problemIn(await raw(text));
    expect(problem.errors).toEqual([
      { path: 'shipment.items[0].__proto__', code: 'unknown_field', message: 'unknown field "__proto__"' },
    ]);
    expect(({} as { quantity?: number }).quantity).toBeUndefined();
  });

  it('the longest body that is allowed is read, and one byte more is not', async () => {
    const text = JSON.stringify(SMALL_REQUEST);
    const filled = text + ' '.repeat(service.ports.bodyLimitBytes - text.length);
    expect((await raw(filled)).statusCode).toBe(200);
    expect(problemIn(await raw(`${filled} `)).code).toBe('BODY_TOO_LARGE');
  });
});
