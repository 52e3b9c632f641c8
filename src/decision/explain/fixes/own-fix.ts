import type { GiveUpUnitsFix, SingleFix } from '../../../domain/fix.ts';

/** A change of one kind that an attempt on its own can tell: it knows no other shipment. */
export type OwnFix = Exclude<SingleFix, GiveUpUnitsFix>;
