import { z } from 'zod';

/**
 * A code as people type it: 1 to 200 characters, none of them a control character, the first and the last not blank:
 * "P " and "P" look the same to everybody and would never meet.
 */
const code = z
  .string()
  .min(1, 'must not be empty')
  .max(200, 'must be at most 200 characters')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the purpose
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'must not hold control characters')
  .regex(/^(?:\S(?:[\s\S]*\S)?)?$/, 'must not begin or end with a blank');

/** A merchant's site: whose settings, stock and shipments a record is. */
export const SiteId = code.meta({ description: 'The site, as the merchant names it.' }).brand<'SiteId'>();
/** A merchant's site: whose settings, stock and shipments a record is. */
export type SiteId = z.infer<typeof SiteId>;

/** Where stock lies and shipments are fulfilled. */
export const LocationCode = code
  .meta({ description: 'Code of the location, as your own systems write it.', examples: ['A'] })
  .brand<'LocationCode'>();
/** Where stock lies and shipments are fulfilled. */
export type LocationCode = z.infer<typeof LocationCode>;

/** What is sold and stocked: KIBO's "Product Code", its API's `upc`. */
export const ProductCode = code
  .meta({
    description: 'Code of the product, as your own systems write it; KIBO calls it `upc`.',
    examples: ['KTP'],
  })
  .brand<'ProductCode'>();
/** What is sold and stocked: KIBO's "Product Code", its API's `upc`. */
export type ProductCode = z.infer<typeof ProductCode>;

/** One dated delivery of one product to one location. */
export const FutureInventoryId = code
  .meta({
    description: 'Id of the future lot: one expected delivery of one product to one location.',
    examples: ['po-1'],
  })
  .brand<'FutureInventoryId'>();
/** One dated delivery of one product to one location. */
export type FutureInventoryId = z.infer<typeof FutureInventoryId>;

/** Names lines that are released together or not at all. */
export const ItemDependency = code
  .meta({
    description:
      'Name of a group. All lines of a shipment that carry the same name are released together or not at all.',
    examples: ['set-1'],
  })
  .brand<'ItemDependency'>();
/** Names lines that are released together or not at all. */
export type ItemDependency = z.infer<typeof ItemDependency>;

/** The caller's own name for an order; one order a site. */
export const ExternalOrderId = code
  .meta({ description: 'Your own name for the order.', examples: ['web-7'] })
  .brand<'ExternalOrderId'>();
/** The caller's own name for an order; one order a site. */
export type ExternalOrderId = z.infer<typeof ExternalOrderId>;

/** A shipment of a site. */
export const ShipmentNumber = z
  .int()
  .nonnegative()
  .meta({ description: 'Number of the shipment.', examples: [1001] })
  .brand<'ShipmentNumber'>();
/** A shipment of a site. */
export type ShipmentNumber = z.infer<typeof ShipmentNumber>;

/** A line of a shipment; unique inside the shipment. */
export const LineId = z
  .int()
  .nonnegative()
  .meta({
    description: 'Number of the line, unique in its order. It stays the same when a shipment is split.',
    examples: [1],
  })
  .brand<'LineId'>();
/** A line of a shipment; unique inside the shipment. */
export type LineId = z.infer<typeof LineId>;

/**
 * The written order of codes: by UTF-16 code unit, the same on every machine and in every locale.
 *
 * @returns negative, zero or positive, as `Array.prototype.sort` wants it
 */
export function compareCodes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
