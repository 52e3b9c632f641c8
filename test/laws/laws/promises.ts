import type { Seen } from '../view.ts';

/**
 * Law 4, of what nothing was done to that moves supply: whoever was promised a day has that day or an earlier one, under
 * the same number.
 *
 * @param mayLose numbers that the command itself was about, and that may go back
 */
export function brokenPromises(
  before: ReadonlyMap<number, Seen>,
  after: readonly Seen[],
  mayLose: ReadonlySet<number>,
): string[] {
  const faults: string[] = [];
  const now = new Map(after.map((each) => [each.shipmentNumber, each]));
  for (const was of before.values()) {
    if (was.shipmentStatus !== 'FUTURE' || mayLose.has(was.shipmentNumber)) continue;
    const is = now.get(was.shipmentNumber);
    if (is === undefined || !['FUTURE', 'READY', 'FULFILLED'].includes(is.shipmentStatus)) {
      faults.push(`${was.shipmentNumber} was FUTURE, and is ${is?.shipmentStatus}`);
    } else if (is.futureDate !== null && is.futureDate > was.futureDate!) {
      faults.push(`${was.shipmentNumber} was promised for ${was.futureDate}, now for ${is.futureDate}`);
    }
  }
  return faults;
}

/** Law 4, of a lot that comes on another day: its shipments are FUTURE as before, none has another number. */
export function tornDown(before: ReadonlyMap<number, Seen>, after: readonly Seen[]): string[] {
  const now = new Map(after.map((each) => [each.shipmentNumber, each]));
  return [...before.values()]
    .filter(
      ({ shipmentStatus, shipmentNumber }) =>
        shipmentStatus === 'FUTURE' &&
        !['FUTURE', 'READY'].includes(now.get(shipmentNumber)?.shipmentStatus ?? ''),
    )
    .map(({ shipmentNumber }) => `${shipmentNumber} lost its promise to a lot that only moved`);
}
