import { AMOUNT_FIELDS, type Amounts, NO_AMOUNTS } from './money.ts';

/**
 * Shares a whole number among weights so that the shares add up to it: each gets the whole part of its exact
 * share, and those with the largest remainder one more until nothing is left (Hamilton's method); of equal
 * remainders the earlier goes first.
 *
 * @param total a safe integer ≥ 0
 * @param weights safe integers ≥ 0; where all are 0 the first takes everything
 */
export function shareWhole(total: number, weights: readonly number[]): number[] {
  // Most lines are not cut, and most parts of their money are nothing: neither needs long arithmetic.
  if (total === 0) return weights.map(() => 0);
  const only = weights.findIndex((weight) => weight > 0);
  if (weights.every((weight, index) => weight === 0 || index === only)) {
    return weights.map((_, index) => (index === Math.max(only, 0) ? total : 0));
  }
  const sum = weights.reduce((all, weight) => all + BigInt(weight), 0n);
  const parts = weights.map((weight, index) => {
    const exact = BigInt(total) * BigInt(weight);
    return { index, whole: Number(exact / sum), remainder: exact % sum };
  });
  const shares = parts.map((part) => part.whole);
  let left = total - shares.reduce((all, share) => all + share, 0);
  parts.sort((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder < b.remainder ? 1 : -1,
  );
  for (const { index } of parts) {
    if (left === 0) break;
    shares[index]! += 1;
    left -= 1;
  }
  return shares;
}

/**
 * Shares a discount so that no share is more than its part of the price: what the prices cover is shared by them, and
 * only what goes beyond their sum by other weights.
 *
 * @param prices cents that a share may take off, each ≥ 0
 * @param beyond weights of what is left, one a price
 * @returns cents that add up to the discount
 */
export function shareDiscount(
  discount: number,
  prices: readonly number[],
  beyond: readonly number[],
): number[] {
  const covered = Math.min(
    discount,
    prices.reduce((sum, price) => sum + price, 0),
  );
  // A total that is no more than the sum of its whole weights gives each share no more than its weight.
  const within = shareWhole(covered, prices);
  const rest = shareWhole(discount - covered, beyond);
  return within.map((share, index) => share + rest[index]!);
}

/**
 * Shares a line's money among quantities of it; part by part the shares add up to the cent. The discount follows the
 * price: where it is no more than the price, it is no more in any share.
 *
 * @param quantities units, one share each
 */
export function shareAmounts(amounts: Amounts, quantities: readonly number[]): Amounts[] {
  const shares = quantities.map(() => ({ ...NO_AMOUNTS }));
  for (const field of AMOUNT_FIELDS) {
    const ofField =
      field === 'discount'
        ? shareDiscount(
            amounts.discount,
            // The prices stand before the discounts in the order of the parts.
            shares.map((share) => share.item),
            quantities,
          )
        : shareWhole(amounts[field], quantities);
    ofField.forEach((share, index) => {
      shares[index]![field] = share;
    });
  }
  return shares;
}
