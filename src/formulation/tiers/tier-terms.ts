/**
 * One tier before it is laid out: value = offset + Σ cost · column, in the tier's own unit. A tier file fills in
 * its terms and nothing else.
 */
export interface TierTerms {
  readonly name: string;
  readonly offset: number;
  readonly costs: ReadonlyMap<number, number>;
}
