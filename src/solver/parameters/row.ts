/** What one parameter means and which values it may have. */
export interface ParameterRow {
  /** What it sets, and what a larger value costs. */
  readonly meaning: string;
  readonly unit: string;
  readonly least: number;
  readonly most: number;
  readonly default: number;
  /** True where only integers make sense. */
  readonly integer: boolean;
}

/** A row, whose unit says whether only integers make sense. */
export const row = (
  unit: string,
  [least, most]: readonly [least: number, most: number],
  initial: number,
  meaning: string,
): ParameterRow => ({
  meaning,
  unit,
  least,
  most,
  default: initial,
  integer: !unit.startsWith('share') && !unit.startsWith('factor'),
});

/** As good as no upper end. */
export const MANY = 1_000_000_000;
