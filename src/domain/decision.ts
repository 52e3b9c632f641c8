import { z } from 'zod';
import { CalendarDate } from './calendar.ts';
import { Fix } from './fix.ts';
import { FutureInventoryId, LineId, LocationCode, ProductCode, ShipmentNumber } from './ids.ts';
import { Quantity } from './quantity.ts';

/** Units of one line. */
export const ItemQuantity = z
  .strictObject({
    lineId: LineId,
    productCode: ProductCode,
    quantity: Quantity.meta({ description: 'Units of the line.' }),
  })
  .meta({ description: 'Units of one line.' });
/** Units of one line. */
export type ItemQuantity = z.infer<typeof ItemQuantity>;

/** Units of one line that one source gives: a future lot, or (null) the location's current inventory. */
export const Allocation = z
  .strictObject({
    lineId: LineId,
    quantity: Quantity.meta({ description: 'Units that the line takes from the source.' }),
    futureInventoryId: FutureInventoryId.nullable().meta({
      description: 'Lot that gives the units; null: current stock of the location of the child shipment.',
    }),
  })
  .meta({ description: 'Units of one line that one source gives.' });
/** Units of one line that one source gives: a future lot, or (null) the location's current inventory. */
export type Allocation = z.infer<typeof Allocation>;

/** One package: what one location sends at one date. Lines that need no stock have no allocation. */
export const ChildShipment = z
  .strictObject({
    shipmentStatus: z.enum(['READY', 'FUTURE']).meta({
      description:
        '`READY`: from current stock, it can leave now. `FUTURE`: it waits for lots of `futureDate`.',
    }),
    fulfillmentLocationCode: LocationCode.nullable().meta({
      description: 'Location that it leaves from; null where no line of the shipment needs stock.',
    }),
    futureDate: CalendarDate.nullable().meta({
      description: 'Day on which its lots arrive, `YYYY-MM-DD`; null: it comes from current stock.',
    }),
    items: z.array(ItemQuantity).meta({ description: 'Units of each line that are in it, by line.' }),
    allocations: z.array(Allocation).meta({
      description: 'Which stock gives those units. Lines that need no stock have none.',
    }),
  })
  .meta({ description: 'What one location sends at one date.' });
/** One package: what one location sends at one date. */
export type ChildShipment = z.infer<typeof ChildShipment>;

/** The tiers of the objective, first tier first (`../formulation/README.md`). */
const TIER_NAMES = [
  'unfilledUnits',
  'futureUnits',
  'waitUnitDays',
  'childShipments',
  'locationCost',
] as const;

/**
 * One tier's value in the plan, and the proven bound below which no plan can go. `currentUnits` stands in for
 * `futureUnits` under `useFutureBeforeCurrent`; `weighted` is the one value that weighted mode minimises, whose
 * bound it carries while the tiers' own are null.
 */
export const ObjectiveValue = z
  .strictObject({
    tier: z.enum([...TIER_NAMES, 'currentUnits', 'weighted']).meta({
      description:
        'What is counted. `unfilledUnits`: units left in backorder. `futureUnits`: units from future lots. ' +
        '`currentUnits`: units from current stock, in place of `futureUnits` with `useFutureBeforeCurrent`. ' +
        '`waitUnitDays`: units times days that they wait. `childShipments`: child shipments. ' +
        '`locationCost`: cost of locations and units. `weighted`: the sum at your own prices.',
    }),
    value: z.number().meta({ description: 'Value of the plan; smaller is better.', examples: [3] }),
    bound: z
      .number()
      .nullable()
      .meta({
        description:
          'Proven: no plan has less, given the tiers before. Equal to `value` where the plan is optimal; null where nothing was to be proven.',
        examples: [3],
      }),
  })
  .meta({ description: 'One tier of the objective: what the plan comes to, and what is proven of it.' });
/** One tier's value in the plan, and its proven bound. */
export type ObjectiveValue = z.infer<typeof ObjectiveValue>;

/** What is proven of a decision, by which engine, and in how many milliseconds. */
export const Proof = z
  .strictObject({
    status: z.enum(['optimal', 'infeasible', 'feasible', 'unknown']).meta({
      description:
        '`optimal`: no plan is better in any tier (in weighted mode: in the weighted value). `infeasible`: no release is possible. `feasible`: the time limit passed, the plan keeps every rule and a better one may exist. `unknown`: nothing is proven.',
    }),
    gap: z
      .number()
      .nullable()
      .meta({
        description:
          'How far the first tier that is not proven may be from its optimum, as a part of its value: 0.02 is 2 %. 0 where all is proven, null where nothing bounds it.',
        examples: [0],
      }),
    tieBreak: z.enum(['proven', 'best found']).meta({
      description:
        'Of plans that are equal in every tier, one is the answer: the first in the written order of locations, dates and lines. ' +
        '`proven`: this is it, so the same question gets the same answer; also where no release is possible. ' +
        '`best found`: an equal plan may come before it, or a better one exists.',
      examples: ['proven'],
    }),
    engine: z.string().meta({ description: 'Which solver answered.', examples: ['closed-form'] }),
    reason: z
      .string()
      .optional()
      .meta({
        description:
          'One sentence, for people: who answered, why, and what the others ran into. Its words may change.',
        examples: ['the closed form answered, because no tier leaves a choice of packages'],
      }),
    searchFailure: z
      .string()
      .optional()
      .meta({
        description:
          'What the structured search broke with, where an engine answered all the same. A defect of this service, which its log has as an error; the answer is checked as any other.',
        examples: ['a demand within its supply cannot be covered'],
      }),
    solveMs: z.number().meta({
      description: 'Milliseconds spent solving, without any wait for a solver.',
      examples: [0.4],
    }),
  })
  .meta({ description: 'What is proven of the decision, and by which solver.' });
/** What is proven of a decision, by which engine, and in how many milliseconds. */
export type Proof = z.infer<typeof Proof>;

/** Why a line is short, in descending precedence: a line gets the first that applies. */
export const REASON_CODES = [
  'NO_ELIGIBLE_LOCATION',
  'PICKUP_LOCATION_SHORT',
  'FUTURE_DISABLED_FOR_SITE',
  'FUTURE_DISABLED_FOR_PRODUCT',
  'BEYOND_FUTURE_DATE_LIMIT',
  'OVERDUE_SUPPLY',
  'NO_EXPECTED_DATE',
  'LOCATION_LIMIT',
  'SPLIT_LIMIT',
  'CHILD_LIMIT',
  'SHIP_TOGETHER',
  'OUTRANKED',
  'RELEASE_COSTS_MORE',
  'LOCATION_DAY_FULL',
  'WAITING_FOR_OTHER_LINES',
] as const;
/** Why a line is short. */
export const ReasonCode = z.enum(REASON_CODES).meta({
  description:
    'Why something is short; of several reasons the first in this order. ' +
    '`NO_ELIGIBLE_LOCATION`: every location is inactive, excluded or may not ship. ' +
    '`PICKUP_LOCATION_SHORT`: other locations could cover it, the pickup location cannot. ' +
    '`FUTURE_DISABLED_FOR_SITE`, `FUTURE_DISABLED_FOR_PRODUCT`: future lots would cover it, and the switch of the site or of the line is off. ' +
    '`BEYOND_FUTURE_DATE_LIMIT`: future lots would cover it, after the limit. ' +
    '`OVERDUE_SUPPLY`: lots whose day has passed without a receipt would cover it. ' +
    '`NO_EXPECTED_DATE`: nothing known covers it. ' +
    '`LOCATION_LIMIT`, `SPLIT_LIMIT`, `CHILD_LIMIT`: stock suffices, the limit on locations of a release, of a line, or on child shipments does not allow it. ' +
    '`SHIP_TOGETHER`: stock suffices, not so that every child shipment holds whole kits of its group. ' +
    '`OUTRANKED`: the stock went to other shipments. ' +
    '`RELEASE_COSTS_MORE`: it could go, at your own prices (`weighted`) that costs more than letting it wait. ' +
    '`LOCATION_DAY_FULL`: it could go, from locations that have released as many shipments as they may today (`maxReleasesPerDay`); only of shipments that a site keeps. ' +
    '`WAITING_FOR_OTHER_LINES`: this line could go, another cannot.',
});
/** Why a line is short. */
export type ReasonCode = z.infer<typeof ReasonCode>;

const units = (description: string) =>
  z
    .number()
    .nonnegative()
    .meta({ description, examples: [5] });

/** A line of a held shipment: its reason and the units that made it so. */
export const HeldLine = z
  .strictObject({
    lineId: LineId,
    productCode: ProductCode,
    reason: ReasonCode,
    quantity: units('Units that the line wants.'),
    currentAvailable: units('Units of current stock that the line may use, over all its locations.'),
    futureEligible: units('Units of future lots that the line may use: inside the limit, at its locations.'),
    futureBeyondLimit: units(
      'Units of future lots at its locations that come after the Future Date Limit; where it has none of its own and yet waits for them, those of other lines of its product, which would leave it the stock that they share.',
    ),
    short: units('Units that are missing; 0 where the line only waits for others, or for its price.'),
  })
  .meta({ description: 'A line of a held shipment: its reason, and the quantities that made it so.' });
/** A line of a held shipment: its reason and the units that made it so. */
export type HeldLine = z.infer<typeof HeldLine>;

/** Why a shipment stays in BACKORDER, and what would free it. */
export const Hold = z
  .strictObject({
    reason: ReasonCode,
    explanation: z.enum(['complete', 'partial']).meta({
      description:
        '`complete`: everything was looked for. `partial`: the time limit cut it short; what is said is true, and a fix, the date, or which line a limit leaves short may be missing. Of the fixes this speaks only where they were asked for: with `explain: "reasons"`, and for the items of a release run, none is looked for, and `fixes` is empty.',
    }),
    lines: z.array(HeldLine).meta({ description: 'Every line of the shipment, by line.' }),
    earliestReleaseDate: CalendarDate.nullable().meta({
      description:
        'First day on which the shipment would be released if the known lots arrive as dated and nothing else changes, `YYYY-MM-DD`; null: no such day is known.',
    }),
    fixes: z.array(Fix).meta({
      description:
        'Changes of which any one would release the shipment. Empty where none was found, or `explain` did not ask.',
    }),
  })
  .meta({ description: 'Why a shipment stays in `BACKORDER`, and what would free it.' });
/** Why a shipment stays in BACKORDER, and what would free it. */
export type Hold = z.infer<typeof Hold>;

const outcome = z.enum(['released', 'partially-released', 'held']).meta({
  description:
    '`released`: everything is covered. `partially-released`: a part is, `remainder` stays. `held`: nothing is released.',
});
const parentStatus = z.enum(['READY', 'REASSIGNED', 'BACKORDER']).meta({
  description:
    'What the shipment itself becomes. `READY`: current stock of one location covers it, it stays one shipment. `REASSIGNED`: its children take its place. `BACKORDER`: it is held, or keeps the remainder.',
});
const children = z.array(ChildShipment).meta({
  description:
    'What is released: `READY` first, then by date, then by location. Empty where the shipment is held.',
});
const objective = z.array(ObjectiveValue).meta({
  description: 'What the plan comes to, tier by tier, most important first. Empty where there is no plan.',
});

/** The answer to one release attempt. */
export const Decision = z
  .strictObject({
    shipmentNumber: ShipmentNumber.meta({ description: 'Number of the shipment, as it was asked.' }),
    decision: outcome,
    shipmentStatus: parentStatus,
    children,
    remainder: z.array(ItemQuantity).meta({
      description: 'Units that stay in backorder after a partial release, by line. Empty otherwise.',
    }),
    objective,
    proof: Proof,
    hold: Hold.nullable().meta({
      description:
        'Why the shipment is held; null where it is released, or `explain` was `none`, or a plan was found that is further from what is proven than the `maxGap` of its site allows.',
    }),
  })
  .meta({ description: 'The answer to one release attempt.' });
/** The answer to one release attempt. */
export type Decision = z.infer<typeof Decision>;

/** A plan to be checked, ours or anyone's: what a decision claims, its proof and explanation left aside. */
export const Plan = z.object({
  shipmentNumber: ShipmentNumber.meta({ description: 'Number of the shipment of the problem.' }),
  decision: outcome,
  shipmentStatus: parentStatus,
  children,
  remainder: z.array(ItemQuantity).default([]).meta({
    description: 'Units that stay in backorder. Left out: none.',
  }),
  objective: objective.optional().meta({
    description: 'What the plan is said to come to. Left out: the checker only recomputes it.',
  }),
});
/** A plan to be checked, ours or anyone's: what a decision claims, its proof and explanation left aside. */
export type Plan = z.infer<typeof Plan>;
