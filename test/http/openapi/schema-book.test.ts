import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { schemaBook } from '../../../src/http/openapi/schema-book.ts';

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const Size = z.strictObject({ width: z.int().min(1) });
const Box = z.strictObject({ size: Size, isOpen: z.boolean().default(false) });
const Shelf = z.strictObject({ boxes: z.array(Box) });
const Unused = z.strictObject({ size: Size });
const Round = z.strictObject({ shape: z.literal('round'), radius: z.int() });
const Square = z.strictObject({ shape: z.literal('square'), side: z.int() });
const Piece = z.discriminatedUnion('shape', [Round, Square]);

const NAMED = { Size, Box, Shelf, Unused, Round, Square, Piece };

describe('the schemas of a document', () => {
  it('stand there once where what is sent and what is answered are the same', () => {
    const book = schemaBook(NAMED, [Size], [Size]);
    expect(Object.keys(book.components)).toEqual(['Size']);
    expect([book.input(Size), book.output(Size)]).toEqual([reference('Size'), reference('Size')]);
  });

  it('stand there twice where a default may be left out of what is sent, and so do those that hold them', () => {
    const book = schemaBook(NAMED, [Shelf], [Shelf]);
    expect(Object.keys(book.components)).toEqual(['Box', 'BoxInput', 'Shelf', 'ShelfInput', 'Size']);
    expect(book.components.BoxInput?.required).toEqual(['size']);
    expect(book.components.Box?.required).toEqual(['size', 'isOpen']);
    expect(book.components.ShelfInput?.properties?.boxes).toMatchObject({ items: reference('BoxInput') });
    expect(book.components.BoxInput?.properties?.size).toEqual(reference('Size'));
  });

  it('keep their name where they are only sent, and those that nothing refers to are left out', () => {
    const book = schemaBook(NAMED, [Box], [Size]);
    expect(Object.keys(book.components)).toEqual(['Box', 'Size']);
    expect(book.components.Box?.required).toEqual(['size']);
  });

  it('of a route without a name of its own stand where they are used', () => {
    const inline = z.strictObject({ box: Box.nullable() });
    const book = schemaBook(NAMED, [inline], []);
    expect(book.input(inline).properties?.box).toMatchObject({ anyOf: [reference('Box'), { type: 'null' }] });
    expect(Object.keys(book.components)).toEqual(['Box', 'Size']);
  });

  it('of a union say which field tells its members apart', () => {
    const { components } = schemaBook(NAMED, [], [Piece]);
    expect(components.Piece).toMatchObject({
      oneOf: [reference('Round'), reference('Square')],
      discriminator: {
        propertyName: 'shape',
        mapping: { round: reference('Round').$ref, square: reference('Square').$ref },
      },
    });
  });

  it('of a text that may be null are one schema with two types, and say what the field says', () => {
    const code = z
      .string()
      .min(1)
      .meta({ description: 'a code', examples: ['A'] });
    const row = z.strictObject({
      plain: code.nullable(),
      own: code.nullable().default(null).meta({ description: 'its own' }),
      choice: z.enum(['x', 'y']).nullable(),
      count: z.int().nullable(),
    });
    const { properties } = schemaBook(NAMED, [row], []).input(row);
    const type = ['string', 'null'];
    expect(properties).toEqual({
      plain: { type, minLength: 1, description: 'a code', examples: ['A'] },
      own: { type, minLength: 1, description: 'its own', examples: ['A'], default: null },
      choice: { type, enum: ['x', 'y', null] },
      count: { type: ['integer', 'null'] },
    });
  });
});
