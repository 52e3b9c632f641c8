import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { InputError } from '../../src/domain/faults.ts';
import { OptimizeRequest } from '../../src/domain/optimize-request.ts';
import { ERRORS, errorType } from '../../src/errors.ts';
import { Problem } from '../../src/http/schemas/problem.ts';
import { inputErrorOf } from '../../src/input/parse.ts';
import { takeSnapshot } from '../../src/input/take-snapshot.ts';
import { testService } from '../http/service.ts';
import { readDocument, tableOf } from './tables.ts';

const document = readDocument('errors.md');

describe('docs/errors.md', () => {
  it('has the rows of the table in the code, no more, no fewer, in their order', () => {
    const rows = Object.entries(ERRORS).map(([code, { status, title, when, retryAfterSeconds }]) => [
      code,
      String(status),
      title,
      when,
      retryAfterSeconds === null ? 'none' : String(retryAfterSeconds),
    ]);
    expect(tableOf(document, 'code')).toEqual(rows);
  });

  it('has a place for each code, which the type of a problem points to', () => {
    const places = [...document.matchAll(/<a id="([^"]+)"><\/a>`([^`]+)`/g)].map(([, id, code]) => [
      id,
      code,
    ]);
    expect(places).toEqual(Object.keys(ERRORS).map((code) => [code, code]));
    expect(errorType('QUEUE_FULL')).toBe('/errors#QUEUE_FULL');
  });

  it('shows the problem that its example gets', async () => {
    const [, example = ''] = document.match(/```json\n(.*?)```/s) ?? [];
    const documented = Problem.parse(JSON.parse(example));
    const { app, post } = await testService();
    const reply = await post(
      '/v1/optimize',
      { shipment: { shipmentNumber: 1, items: [{ lineId: 1, productCode: 'KTP', qty: 5 }] } },
      { 'x-request-id': documented.requestId },
    );
    expect(documented).toEqual(reply.json());
    await app.close();
  });

  it('names the code of every fault that an input can have', () => {
    const named = [...document.split('## Codes of')[1]!.matchAll(/^\| (`.*`) \|/gm)].flatMap(([, cell]) =>
      [...cell!.matchAll(/`([a-z_]+)`/g)].map(([, code]) => code),
    );
    expect([...given()].sort()).toEqual([...new Set(named)].sort());
  });
});

/** The codes of faults that inputs made for it have. */
function given(): Set<string> {
  const line = { lineId: 1, productCode: 'KTP', quantity: 1 };
  const lot = { futureInventoryId: 'po', locationCode: 'A', productCode: 'KTP', available: 1 };
  const malformed = {
    colour: 'red',
    asOf: 'soon',
    explain: 'all',
    shipment: {
      items: [
        { ...line, quantity: 0 },
        { ...line, quantity: 1e10 },
        { ...line, lineId: 'one' },
      ],
    },
  };
  const contradictory = OptimizeRequest.parse({
    shipment: { shipmentNumber: 1, itemDependencies: [{ itemDependency: 'kit' }], items: [line, line] },
    futureInventory: [
      { ...lot, deliveryDate: '2026-05-01', unitCost: 1 },
      { ...lot, futureInventoryId: 'po-2', deliveryDate: '2026-05-01', unitCost: 2 },
    ],
  });
  const { error = new z.ZodError([]) } = OptimizeRequest.safeParse(malformed);
  const faults = [...inputErrorOf(error, malformed).faults];
  try {
    takeSnapshot(contradictory, '2026-05-01T00:00:00Z');
  } catch (contradictions) {
    faults.push(...(contradictions as InputError).faults);
  }
  return new Set(faults.map(({ code }) => code));
}
