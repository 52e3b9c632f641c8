import fc from 'fast-check';
import { atMidnight, days, end, endInMidst, haltInMidst, runTwice } from './commands/moments.ts';
import { beyond, blanks } from './commands/numbers.ts';
import { crowd, order, rush } from './commands/orders.ts';
import { scenes } from './commands/scenes.ts';
import { onShipments, run, scopedRun } from './commands/shipments.ts';
import { adjust, cancelLot, changeLot, receive, refresh, slip, transfer } from './commands/supply.ts';
import { locations, plainly, products, settings } from './commands/switches.ts';
import type { Step } from './step.ts';

const times = (count: number, command: fc.Arbitrary<Step>) => Array.from({ length: count }, () => command);

/** Everything that happens to a site, as often as it is drawn. */
const commands = [
  ...times(8, order),
  ...times(6, rush),
  ...times(2, crowd),
  ...times(6, refresh),
  ...times(4, adjust),
  ...times(2, transfer),
  changeLot,
  ...times(2, slip),
  ...times(2, receive),
  cancelLot,
  ...times(3, products),
  ...times(3, locations),
  ...times(3, settings),
  plainly,
  ...onShipments,
  run,
  scopedRun,
  ...times(2, days),
  atMidnight,
  runTwice,
  beyond,
  blanks,
  ...scenes,
];

/** What happens to the processes of a site. */
const ends = [end('SIGTERM'), endInMidst, haltInMidst];

const MOST = 40;
/** Commands that a sequence has, taken over all that are drawn. */
const USUAL = MOST / 2;

/** Commands that are done in all, on each store. `npm run soak:laws` sets more. */
const COMMANDS = Number(process.env.LAWS_COMMANDS ?? 120);

/** Sequences that come to so many commands. @param share of all that are asked for */
export const sequences = (share = 1): number => Math.max(1, Math.round((COMMANDS * share) / USUAL));

/**
 * Sequences of commands on a site.
 *
 * @param hasProcesses of its own, that may end: each way of ending comes at the end of every sequence at the latest
 */
export const drawn = (hasProcesses: boolean): fc.Arbitrary<Step[]> => {
  const all = hasProcesses
    ? // One sequence is all that a usual run does of these: it must not happen to be a short one.
      fc.array(fc.oneof(...commands, ...ends, end('SIGKILL')), {
        minLength: USUAL / 2,
        maxLength: MOST,
        size: 'max',
      })
    : fc.commands(commands, { maxCommands: MOST, size: 'max' });
  const atEnd = fc.tuple(...(hasProcesses ? ends : []));
  return fc.tuple(all, atEnd).map(([some, last]) => [...(some as Iterable<Step>), ...last]);
};
