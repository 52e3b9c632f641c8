import type { Decision } from '../../domain/decision.ts';
import type { ShipmentNumber, SiteId } from '../../domain/ids.ts';
import { ServiceError } from '../../errors.ts';
import { attemptRelease } from '../carry-out/attempt.ts';
import type { AttemptResult } from '../carry-out/options.ts';
import { allThatIsThere, proposeOn, readBasis } from '../carry-out/propose.ts';
import { answeredBefore, assertVersion, remember } from '../execute-write.ts';
import type { StoredAnswer } from '../ports/idempotency.ts';
import type { ReleasePorts, Write } from '../service-ports.ts';
import { readSettings } from '../site-view.ts';
import { notAllowed } from '../transition.ts';
import { assertFound } from './commands.ts';
import { withUnitsOfOthers } from './units-of-others/units-of-others.ts';

/** What a release by hand came to. */
const answerOf = ({ outcome, reasonCode, shipment, decision }: AttemptResult): StoredAnswer => ({
  status: 200,
  body: { outcome, reasonCode, shipment, decision },
});

/** An attempt by hand is an error where the shipment does not wait any more, or its stock changed at every try. */
function assertTried(result: AttemptResult, number: ShipmentNumber): void {
  if (result.reasonCode === 'NOT_FOUND') assertFound(null, number);
  if (result.reasonCode === 'NOT_IN_BACKORDER') throw notAllowed(result.shipment!, 'release');
  if (result.reasonCode === 'STOCK_CONTENDED') {
    throw new ServiceError('STOCK_CONTENDED', `stock or shipment ${number} changed at every try`);
  }
  if (result.reasonCode === 'NOTHING_PROVEN') {
    throw new ServiceError('DEADLINE_PASSED', `nothing was proven of shipment ${number} in time`);
  }
}

/**
 * Releases one shipment by hand, also one that is on hold. Held is an answer.
 *
 * @throws ServiceError NOT_FOUND, TRANSITION_NOT_ALLOWED, STALE_VERSION, STOCK_CONTENDED, DEADLINE_PASSED
 */
export async function releaseShipment(
  ports: ReleasePorts,
  write: Write,
  number: ShipmentNumber,
): Promise<StoredAnswer> {
  const { store } = ports;
  const before = await store.transaction(write.siteId, async (tx) => {
    const answer = await answeredBefore(tx, write);
    if (answer !== null) return answer;
    const shipment = assertFound(await tx.shipment(number), number);
    assertVersion(`shipment ${number}`, shipment.version, write.expectedVersion);
    return null;
  });
  if (before !== null) return before;
  try {
    return await releaseOnce(ports, write, number);
  } catch (error) {
    // The same request may have been on its way twice; the other one's answer is the answer to both.
    const other = await store.transaction(write.siteId, (tx) => answeredBefore(tx, write));
    if (other !== null) return other;
    throw error;
  }
}

async function releaseOnce(ports: ReleasePorts, write: Write, number: ShipmentNumber): Promise<StoredAnswer> {
  const { store } = ports;
  const { value: settings, version } = await readSettings(store.reader(write.siteId));
  let isRemembered = false;
  const result = await attemptRelease(ports, number, {
    siteId: write.siteId,
    settings,
    settingsVersion: version,
    correlationId: write.correlationId,
    explain: 'full',
    evenOnHold: true,
    mayPass: true,
    isByChange: false,
    expectedVersion: write.expectedVersion,
    alongside: async (tx, released) => {
      await remember(tx, write, answerOf(released));
      isRemembered = true;
    },
  });
  assertTried(result, number);
  const answer = answerOf(result);
  if (isRemembered) return answer;
  return store.transaction(
    write.siteId,
    async (tx) => (await answeredBefore(tx, write)) ?? remember(tx, write, answer),
  );
}

/**
 * A dry run of one shipment, explained in full: what its release by hand would be decided to do. Nothing changes.
 *
 * @throws ServiceError NOT_FOUND, TRANSITION_NOT_ALLOWED where it does not wait
 */
export async function dryRunShipment(
  ports: ReleasePorts,
  siteId: SiteId,
  number: ShipmentNumber,
): Promise<Decision> {
  const reader = ports.store.reader(siteId);
  const shipment = assertFound(await reader.shipment(number), number);
  if (shipment.shipmentStatus !== 'BACKORDER') throw notAllowed(shipment, 'release');
  const { value: settings } = await readSettings(reader);
  const basis = await readBasis(ports, reader, shipment, settings, 'full');
  const { context } = basis;
  // Decided as the release by hand is: it may take what there is, whoever else wants it.
  const asked = { basis, takeable: allThatIsThere(context), isByChange: false };
  const { decision } = await proposeOn(ports, shipment, asked);
  return decision.hold === null ? decision : withUnitsOfOthers(ports, reader, shipment, context, decision);
}
