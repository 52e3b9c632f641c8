import type { WaveAnswer, WaveDecision, WaveDifference } from '../domain/wave/answer.ts';
import { objectiveText, REASONS } from './decision-text.ts';
import { type Cell, table } from './table.ts';

/** Decisions that are listed of a wave; `--json` has all of them. */
const MOST_LISTED = 40;

/** What a shipment leaves as, or why it stays. */
function outcomeOf({ decision, children, hold, kept, outrankedBy, youngerFirst }: WaveDecision): string {
  if (decision === 'held') {
    const who = outrankedBy
      .slice(0, 3)
      .map(({ shipmentNumber, units, productCode }) => `${shipmentNumber} (${units} of ${productCode})`);
    const more = outrankedBy.length > who.length ? ', …' : '';
    const named = who.length === 0 ? '' : `: ${who.join(', ')}${more}`;
    const younger = youngerFirst === 0 ? '' : `; ${youngerFirst} behind it went first`;
    return hold === null ? '' : `${REASONS[hold.reason]}${named}${younger}`;
  }
  const places = children.map(({ fulfillmentLocationCode, futureDate }) =>
    [fulfillmentLocationCode ?? 'nowhere', futureDate ?? 'now'].join(' '),
  );
  return `${places.join(', ')}${kept === null ? '' : ` (${kept})`}`;
}

const rowOf = (decision: WaveDecision): Cell[] => [
  decision.position,
  decision.shipmentNumber,
  decision.decision,
  outcomeOf(decision),
];

const signed = (difference: number): string => (difference > 0 ? `+${difference}` : String(difference));

function versusText({ versus }: WaveAnswer): string {
  const named: readonly [name: string, difference: WaveDifference | null][] = [
    ['one by one', versus.oneByOne],
    ['first come', versus.firstCome],
    ['smallest first', versus.smallestFirst],
  ];
  const rows = named.flatMap(([name, difference]) =>
    difference === null ? [] : [[name, ...Object.values(difference).map(signed)]],
  );
  if (rows.length === 0) return '';
  const heads = ['beside', 'released', 'units', 'value', 'future units', 'unit-days', 'children'];
  return `\n${table(heads, rows)}`;
}

/** A decided wave as a person reads it. */
export function waveText(answer: WaveAnswer): string {
  const { policy, released, partiallyReleased, held, units, decisions, objective, proof, components } =
    answer;
  const parts = partiallyReleased === 0 ? '' : `, ${partiallyReleased} in part`;
  const head = `${decisions.length} shipments, ${policy}: ${released} released${parts}, ${held} held; ${units} units\n`;
  const listed = decisions.slice(0, MOST_LISTED);
  const list = table(['place', 'shipment', 'decision', 'from, or why not'], listed.map(rowOf));
  const left = decisions.length - listed.length;
  const more = left > 0 ? `  … and ${left} more; --json has all of them\n` : '';
  const gap = proof.gap === null || proof.gap === 0 ? '' : `, gap ${proof.gap}`;
  const proven = `\nProof: ${proof.status}${gap} in ${proof.solveMs} ms: ${proof.reason}\n`;
  const apart = `Components: ${components.count}, the largest of ${components.largest} shipments\n`;
  return `${head}\n${list}${more}${objectiveText(objective)}${versusText(answer)}${proven}${apart}`;
}
