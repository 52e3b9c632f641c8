import { z } from 'zod';

/** How zod hands over a schema that it writes. */
interface Written {
  readonly zodSchema: z.core.$ZodType;
  readonly jsonSchema: z.core.JSONSchema.BaseSchema;
}

/** A text, a number, a boolean or a list that may be null: one schema with two types, which says what it is. */
function mergeNull(jsonSchema: z.core.JSONSchema.BaseSchema): void {
  const [value, nothing, ...more] = (jsonSchema.anyOf ?? []) as z.core.JSONSchema.BaseSchema[];
  if (value === undefined || nothing?.type !== 'null' || more.length > 0) return;
  if (typeof value.type !== 'string' || value.type === 'object') return;
  delete jsonSchema.anyOf;
  const options = value.enum === undefined ? {} : { enum: [...value.enum, null] };
  // What the nullable schema says of itself goes before what it was made of.
  Object.assign(jsonSchema, { ...value, ...options, type: [value.type, 'null'], ...jsonSchema });
}

/**
 * Makes what zod writes complete for readers: which field tells the members of a union apart, that dates of the
 * domain are texts, and nothing of the bounds within which JavaScript counts whole numbers exactly.
 *
 * @param referenceTo the reference to a named schema
 */
export function readableFor(referenceTo: (schema: z.core.$ZodType) => string | undefined) {
  return ({ zodSchema, jsonSchema }: Written): void => {
    if (zodSchema instanceof z.ZodNullable) mergeNull(jsonSchema);
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    if (zodSchema instanceof z.ZodDiscriminatedUnion) {
      const propertyName = zodSchema.def.discriminator;
      const members = zodSchema.options.map((option) => {
        const [value] = (option as z.ZodObject).shape[propertyName]._zod.values ?? [];
        return [String(value), referenceTo(option)];
      });
      Object.assign(jsonSchema, { discriminator: { propertyName, mapping: Object.fromEntries(members) } });
    }
  };
}
