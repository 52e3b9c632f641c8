import { z } from 'zod';

/** The parts that a line's money has, in the order in which they are added up. */
export const AMOUNT_FIELDS = ['item', 'discount', 'tax', 'shipping', 'handling', 'duty'] as const;

/** A whole number of the currency's smallest unit (cents); a discount is a positive number that is taken off. */
const cents = (what: string, example: number) =>
  z
    .int()
    .min(0)
    .max(1_000_000_000_000)
    .default(0)
    .meta({ description: `${what}, in the smallest unit of the currency (cents).`, examples: [example] });

/** What a quantity of one line costs, part by part, in cents. */
export const Amounts = z
  .strictObject({
    item: cents('Price of the goods', 9995),
    discount: cents('Discount, as a positive number that is taken off; no more than `item`', 500),
    tax: cents('Tax', 800),
    shipping: cents('Shipping', 590),
    handling: cents('Handling', 0),
    duty: cents('Duty', 0),
  })
  .meta({
    description:
      'Money, part by part, for the whole quantity and not for each unit; whole numbers of the smallest unit of the currency (cents).',
  });
/** What a quantity of one line costs, part by part, in cents. */
export type Amounts = z.infer<typeof Amounts>;

/** Nothing at all. */
export const NO_AMOUNTS: Amounts = { item: 0, discount: 0, tax: 0, shipping: 0, handling: 0, duty: 0 };

/** The sum of several, part by part. */
export function addAmounts(all: readonly Amounts[]): Amounts {
  const sum = { ...NO_AMOUNTS };
  for (const amounts of all) for (const field of AMOUNT_FIELDS) sum[field] += amounts[field];
  return sum;
}

/** What is to be paid: every part, less the discount; in cents. */
export function totalOf(amounts: Amounts): number {
  return amounts.item - amounts.discount + amounts.tax + amounts.shipping + amounts.handling + amounts.duty;
}
