import { EFFORT } from '../../../decision/explain/effort.ts';
import type { Decision, Hold } from '../../../domain/decision.ts';
import type { Fix, GiveUpUnitsFix } from '../../../domain/fix.ts';
import type { ShipmentRecord } from '../../../domain/site/shipment.ts';
import type { AttemptContext, SiteStock } from '../../../routing/attempt-request.ts';
import { productsOf } from '../../changed-meanwhile.ts';
import type { UnitsHolder } from '../../ports/stock.ts';
import type { StoreReader } from '../../ports/store.ts';
import type { ReleasePorts } from '../../service-ports.ts';
import { allPromised, type Questions, questionsWithin, sourceKey } from './ask.ts';
import { fewestTogether, fewestUnits, firstAlone } from './givers.ts';

/** Shipments of other orders that hold units of the shipment's products, the lowest standing first, page by page. */
async function* pagesOfHolders(
  reader: StoreReader,
  { orderNumber, items }: ShipmentRecord,
): AsyncGenerator<UnitsHolder[]> {
  const limit = EFFORT.holdersAtOnce.value;
  let after: UnitsHolder | null = null;
  for (;;) {
    const page: UnitsHolder[] = await reader.holdersOf({
      productCodes: productsOf(items),
      notOfOrder: orderNumber,
      after,
      limit,
    });
    yield page;
    if (page.length < limit) return;
    after = page.at(-1)!;
  }
}

/** One that is enough alone, whoever it is; else few that are together. Null where none is found in time. */
async function findGivers(
  pages: AsyncGenerator<UnitsHolder[]>,
  { isEnough, isCut }: Questions,
): Promise<readonly UnitsHolder[] | null> {
  const seen: UnitsHolder[] = [];
  let together: UnitsHolder[] | null = null;
  for await (const page of pages) {
    const alone = await firstAlone(page, isEnough);
    if (alone !== null) return [alone];
    seen.push(...page);
    const few: UnitsHolder[] | null =
      together ?? (await fewestTogether(seen, EFFORT.mostGivers.value, isEnough));
    // Where a question was left open, one of them might be left out.
    if (isCut()) break;
    together = few;
  }
  return together;
}

function fixOf({ shipmentNumber, units }: UnitsHolder, { lots }: SiteStock): GiveUpUnitsFix {
  const days = new Map(lots.map((lot) => [sourceKey(lot), lot.deliveryDate]));
  const named = units.map((row) => ({ ...row, deliveryDay: days.get(sourceKey(row)) ?? null }));
  return { kind: 'GIVE_UP_UNITS', shipmentNumber, units: named };
}

/** Fixes keep their order: goods that nobody has ordered ask more than units that another one gives up. */
function inserted(fixes: readonly Fix[], fix: Fix): Fix[] {
  const isLess = (other: Fix) => other.kind !== 'ADD_UNITS';
  return [...fixes.filter(isLess), fix, ...fixes.filter((other) => !isLess(other))];
}

/**
 * A held decision with one more fix: the lowest standing shipment of which some units would release this one, and the
 * fewest that do; where no single one has them, few shipments together, none of which can be left out. Proven by solving,
 * within the time of another attempt; where that does not suffice the explanation says that it is partial.
 */
export async function withUnitsOfOthers(
  ports: ReleasePorts,
  reader: StoreReader,
  shipment: ShipmentRecord,
  context: AttemptContext,
  decision: Decision,
): Promise<Decision> {
  const hold = decision.hold!;
  const withHold = (changes: Partial<Hold>): Decision => ({ ...decision, hold: { ...hold, ...changes } });
  const questions = questionsWithin(ports, shipment, context);
  const cut = () => (questions.isCut() ? ({ explanation: 'partial' } as const) : {});
  if (!(await questions.isEnough(allPromised(context.stock)))) return withHold(cut());
  const found = await findGivers(pagesOfHolders(reader, shipment), questions);
  if (found === null) return withHold(cut());
  const isPartial = questions.isCut();
  const givers = await fewestUnits(found, questions.isEnough);
  // A question that was left open while units were taken away: more might be named than are needed.
  if (questions.isCut() && !isPartial) return withHold(cut());
  const fixes = givers.map((giver) => fixOf(giver, context.stock));
  const fix: Fix = fixes.length === 1 ? fixes[0]! : { kind: 'COMBINED', all: fixes };
  return withHold({ fixes: inserted(hold.fixes, fix), ...cut() });
}
