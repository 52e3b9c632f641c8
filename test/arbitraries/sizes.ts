/** How large generated problems get; each number is a most. */
export interface Size {
  readonly lines: number;
  readonly locations: number;
  /** Distinct days that lots are due. */
  readonly days: number;
  /** Units a line wants. */
  readonly quantity: number;
  /** Rows of stock, current or dated, a product. */
  readonly rows: number;
}

/**
 * `tiny` can be enumerated; `small` has room for every rule to meet every other; `medium` is what a large
 * order of a shop looks like.
 */
export const SIZES = {
  tiny: { lines: 3, locations: 3, days: 2, quantity: 4, rows: 4 },
  small: { lines: 5, locations: 5, days: 4, quantity: 8, rows: 7 },
  medium: { lines: 12, locations: 12, days: 6, quantity: 40, rows: 14 },
} as const satisfies Record<string, Size>;

export type SizeName = keyof typeof SIZES;
