import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { InputError } from '../../src/domain/faults.ts';
import { OptimizeRequest } from '../../src/domain/optimize-request.ts';
import { VerifyRequest } from '../../src/domain/verify-request.ts';
import { parseBounded } from '../../src/input/bounded-input.ts';
import { quickReader } from '../../src/input/quick-read.ts';
import { optimizeRequest } from '../arbitraries/request.ts';
import { runs } from '../arbitraries/runs.ts';
import { mutate, mutation, textOf } from '../http/mutations.ts';

const readRequest = quickReader(OptimizeRequest);

const drawn = fc.oneof(optimizeRequest('tiny'), optimizeRequest('small'));
const mutated = fc
  .tuple(drawn, fc.array(mutation, { minLength: 1, maxLength: 3 }))
  .map(([request, changes]) => textOf(mutate(request, changes)));

/** What a parse comes to: a value, or the faults. */
function outcomeOf(parse: () => unknown): unknown {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { kind: error.kind, faults: error.faults };
  }
}

/** JSON that somebody may have mutated into something that is none. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function expectAsZod(schema: z.ZodType, text: string): boolean {
  const given = jsonOf(text);
  const quick = quickReader(schema)(given);
  const byZod = schema.safeParse(jsonOf(text));
  if (quick !== null) {
    expect(byZod.success).toBe(true);
    expect(quick).toStrictEqual(byZod.data);
  }
  return quick !== null;
}

describe('a quick reader', () => {
  it('reads every request that is in order, and as zod does', () =>
    fc.assert(
      fc.property(drawn, (request) => {
        expect(expectAsZod(OptimizeRequest, JSON.stringify(request))).toBe(true);
      }),
      runs(3),
    ));

  it('never accepts what zod refuses, nor reads it otherwise', () =>
    fc.assert(
      fc.property(mutated, (text) => void expectAsZod(OptimizeRequest, text)),
      runs(10),
    ));

  it('leaves zod to find the same faults in what it gave up', () =>
    fc.assert(
      fc.property(mutated, (text) => {
        const given = jsonOf(text);
        if (readRequest(given) !== null) return;
        const untouched = outcomeOf(() => parseBounded(OptimizeRequest, jsonOf(text)));
        expect(outcomeOf(() => parseBounded(OptimizeRequest, given))).toStrictEqual(untouched);
      }),
      runs(4),
    ));

  it('reads a plan with its problem', () => {
    const plan = {
      shipmentNumber: 1,
      decision: 'held',
      shipmentStatus: 'BACKORDER',
      children: [],
      hold: { reason: 'kept out of the plan' },
    };
    const problem = {
      shipment: { shipmentNumber: 1, items: [{ lineId: 1, productCode: 'A', quantity: 1 }] },
    };
    expect(expectAsZod(VerifyRequest, JSON.stringify({ problem, plan }))).toBe(true);
  });

  it.each([
    ['an unknown field', z.strictObject({ a: z.int() }), '{"a":1,"b":2}'],
    ['a field named __proto__', z.strictObject({ a: z.int() }), '{"a":1,"__proto__":{}}'],
    ['a missing field', z.strictObject({ a: z.int() }), '{}'],
    ['no whole number', z.int(), '1.5'],
    ['a number beyond the range', z.number().lt(2), '2'],
    ['a text that is too long', z.string().max(2), '"abc"'],
    ['a list where an object belongs', z.strictObject({}), '[]'],
    ['a variant that is not known', OptimizeRequest.shape.settings, '{"objective":{"mode":"other"}}'],
  ])('gives up %s', (_, schema, text) => {
    expect(expectAsZod(schema, text)).toBe(false);
  });

  it.each([
    ['changes a text', z.strictObject({ a: z.string().trim() }), '{"a":" x "}'],
    ['drops what it does not know', z.object({ a: z.int() }), '{"a":1,"b":2}'],
    ['passes on what it does not know', z.looseObject({ a: z.int() }), '{"a":1,"b":2}'],
    ['makes another value', z.strictObject({ a: z.string().transform(Number) }), '{"a":"7"}'],
    ['fills in a list', z.strictObject({ a: z.array(z.int()).default([]) }), '{}'],
    ['fills in an object, whose fields it fills in', OptimizeRequest.shape.limits, '{}'],
  ])('reads as zod does where a schema %s', (_, schema, text) => {
    expect(expectAsZod(schema, text)).toBe(true);
  });

  const written = z.strictObject({
    'a "quoted" name': z
      .string()
      .min(1)
      .max(3)
      .regex(/^[a-c]+$/)
      .optional(),
    limit: z.number().gt(-2).lte(-0.5).default(-1),
    kind: z.enum(['one', 'two']).nullable(),
    even: z
      .int()
      .refine((value) => value % 2 === 0)
      .default(0),
    flag: z.literal(['x', 7]).optional().nullable(),
  });

  it.each([
    ['everything', '{"a \\"quoted\\" name":"abc","limit":-0.5,"kind":"two","even":4,"flag":7}', true],
    ['what may be left out', '{"kind":null,"flag":null}', true],
    ['what may be left out, in another order', '{"even":2,"kind":"one"}', true],
    ['a text that breaks its pattern', '{"a \\"quoted\\" name":"abd","kind":null}', false],
    ['an empty text', '{"a \\"quoted\\" name":"","kind":null}', false],
    ['a number at an open end', '{"limit":-2,"kind":null}', false],
    ['a number that fails its own check', '{"even":3,"kind":null}', false],
    ['none of the choices', '{"kind":"three"}', false],
    ['null for what has a default', '{"limit":null,"kind":null}', false],
    ['a field of the prototype', '{"kind":null,"constructor":1}', false],
  ])('of fields of every sort reads %s', (_, text, isRead) => {
    expect(expectAsZod(written, text)).toBe(isRead);
  });

  it('reads the same where no function may be made from text', async () => {
    vi.resetModules();
    vi.stubGlobal('Function', () => {
      throw new EvalError('code generation from strings is not allowed');
    });
    const { quickReader: withoutText } = await import('../../src/input/quick-read.ts');
    vi.unstubAllGlobals();
    const text = '{"kind":"two","even":4}';
    expect(withoutText(written)(JSON.parse(text))).toStrictEqual(quickReader(written)(JSON.parse(text)));
    expect(withoutText(written)(JSON.parse('{"kind":"three"}'))).toBeNull();
  });

  it('gives every row the same shape, whatever order its fields came in', () => {
    const read = quickReader(z.strictObject({ a: z.int(), b: z.int().default(2) }));
    expect(Object.keys(read({ b: 1, a: 1 })!)).toEqual(['a', 'b']);
    expect(Object.keys(read({ a: 1 })!)).toEqual(['a', 'b']);
  });

  it('does not share a default between two values', () => {
    const read = quickReader(z.strictObject({ a: z.array(z.int()).default([]) }));
    read({})?.a.push(1);
    expect(read({})).toEqual({ a: [] });
  });
});
