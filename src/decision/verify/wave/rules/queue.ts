import type { Finding } from '../../rule.ts';
import type { WaveReading, WaveRule } from '../reading.ts';

function* decisionMissing({ wave, decisions }: WaveReading): Iterable<Finding> {
  const decided = new Set(decisions.map(({ standing }) => standing));
  for (const standing of wave.shipments) {
    if (decided.has(standing)) continue;
    const { shipmentNumber } = standing.shipment;
    const message = `shipment ${shipmentNumber} has no decision`;
    yield { path: 'decisions', message, expected: shipmentNumber, actual: null };
  }
}

function* decisionUnknown({ plan, decisions }: WaveReading): Iterable<Finding> {
  const known = new Set(decisions.map(({ at }) => at));
  for (const [at, { shipmentNumber }] of plan.decisions.entries()) {
    if (known.has(at)) continue;
    yield {
      path: `decisions[${at}].shipmentNumber`,
      message: `shipment ${shipmentNumber} is not of the wave, or has a decision already`,
      expected: 'a shipment of the wave, once',
      actual: shipmentNumber,
    };
  }
}

function* decisionsOrder({ wave, decisions }: WaveReading): Iterable<Finding> {
  const places = new Map(wave.shipments.map((standing, place) => [standing, place]));
  for (const [index, { at, standing }] of decisions.entries()) {
    const before = decisions[index - 1];
    if (before === undefined || places.get(before.standing)! < places.get(standing)!) continue;
    const numbers = [standing.shipment.shipmentNumber, before.standing.shipment.shipmentNumber];
    const message = `shipment ${numbers[0]} stands before ${numbers[1]} in the queue`;
    yield { path: `decisions[${at}]`, message, expected: numbers, actual: [...numbers].reverse() };
  }
}

/** There is one decision for each shipment, in the order of the queue. */
export const queueRules: readonly WaveRule[] = [
  { code: 'DECISION_MISSING', check: decisionMissing },
  { code: 'DECISION_UNKNOWN', check: decisionUnknown },
  { code: 'DECISIONS_ORDER', check: decisionsOrder },
];
