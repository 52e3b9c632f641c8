import type { GiveUpUnitsFix, RaiseDayLimitFix, SingleFix } from '../../../domain/fix.ts';

/** A change of one kind that an attempt on its own can tell: it knows no other shipment, and no releases of the day. */
export type OwnFix = Exclude<SingleFix, GiveUpUnitsFix | RaiseDayLimitFix>;
