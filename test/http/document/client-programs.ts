/**
 * What a customer writes with a client that `@hey-api/openapi-ts` generates: the examples of the README. Compiled in
 * strict mode, and run against the service.
 */
export const SDK_PROGRAM = `
import { client } from './sdk/client.gen';
import * as api from './sdk';

/** The decision in words, or what was wrong. */
export async function optimizeExample(): Promise<string> {
  const { data, error } = await api.optimize({
    body: {
      asOf: '2026-05-01',
      settings: { futureInventoryEnabled: true },
      shipment: { shipmentNumber: 1001, items: [{ lineId: 1, productCode: 'KTP', quantity: 5 }] },
      inventory: [{ locationCode: 'A', productCode: 'KTP', available: 2 }],
      futureInventory: [
        { futureInventoryId: 'po-1', locationCode: 'A', productCode: 'KTP', deliveryDate: '2026-05-10', available: 3 },
      ],
    },
  });
  if (error !== undefined) return error.code + ' ' + (error.errors ?? []).map((fault) => fault.path).join();
  const children = data.children.map((child) => child.shipmentStatus + '@' + child.fulfillmentLocationCode);
  return [data.decision, data.proof.status, ...children].join(' ');
}

/** Which changes would free a held shipment, told apart by their kind. */
export async function heldExample(): Promise<string[]> {
  const { data } = await api.optimize({
    body: {
      asOf: '2026-05-01',
      shipment: { shipmentNumber: 1001, items: [{ lineId: 1, productCode: 'KTP', quantity: 5 }] },
      locations: [{ locationCode: 'A' }],
    },
  });
  return (data?.hold?.fixes ?? []).map((fix) => {
    switch (fix.kind) {
      case 'ADD_UNITS':
        return fix.units.map((row) => row.quantity + ' ' + row.productCode + ' by ' + row.byDay).join();
      case 'EXTEND_FUTURE_DATE_LIMIT':
        return fix.lastDay;
      case 'ENABLE_FUTURE_FOR_PRODUCT':
        return fix.productCodes.join();
      default:
        return fix.kind;
    }
  });
}

/** A decision goes back to be checked as it came. */
export async function verifyExample(): Promise<boolean> {
  const problem: api.OptimizeRequest = {
    shipment: { shipmentNumber: 1001, items: [{ lineId: 1, productCode: 'KTP', quantity: 5 }] },
    inventory: [{ locationCode: 'A', productCode: 'KTP', available: 5 }],
  };
  const { data: plan } = await api.optimize({ body: problem, throwOnError: true });
  const { data: finding } = await api.verify({ body: { problem, plan }, throwOnError: true });
  return finding.valid;
}

/** What there is, an order, new stock, and the family of its shipment. */
export async function lineageExample(site: string): Promise<string[]> {
  const headers = { 'x-site': site };
  const { data: settings } = await api.readSettings({ headers, throwOnError: true });
  await api.writeSettings({ headers, body: { ...settings, futureInventoryEnabled: true }, throwOnError: true });
  await api.writeProducts({
    headers,
    body: { products: [{ productCode: 'KTP', outOfStockBehavior: 'AllowBackOrder', futureInventoryEnabled: true }] },
    throwOnError: true,
  });
  const placed = await api.placeOrder({
    headers: { ...headers, 'idempotency-key': 'order-1' },
    body: { items: [{ lineId: 1, productCode: 'KTP', quantity: 5 }] },
    throwOnError: true,
  });
  await api.refreshInventory({
    headers,
    body: { inventory: [{ locationCode: 'A', productCode: 'KTP', quantity: 5 }] },
    throwOnError: true,
  });
  const [waiting] = placed.data.shipments;
  if (waiting === undefined) return [];
  const path = { shipmentNumber: waiting.shipmentNumber };
  await api.releaseShipment({ headers, path, body: {}, throwOnError: true });
  const { data: family } = await api.readLineage({ headers, path, throwOnError: true });
  return family.shipments.map((shipment) => shipment.shipmentStatus);
}

/** Events, told apart by their topic. */
export async function eventsExample(site: string): Promise<string[]> {
  const query = { after: 0, topics: ['shipment.released' as const, 'inventory.changed' as const] };
  const { data } = await api.readEvents({ headers: { 'x-site': site }, query, throwOnError: true });
  if (typeof data === 'string') return [];
  return data.items.map((event) => {
    if (event.topic !== 'shipment.released') return event.topic;
    const partial = event.extendedProperties.find((property) => property.key === 'isPartial');
    return event.topic + ' ' + (partial?.key === 'isPartial' ? partial.value : 'unknown');
  });
}

/** What was wrong with a request, typed. */
export async function refusedExample(): Promise<string> {
  const { error } = await api.readShipment({ path: { shipmentNumber: 999 } });
  return error === undefined ? 'found' : error.code;
}

export const connect = (baseUrl: string) => void client.setConfig({ baseUrl });
`;

/** What a customer writes with the types that \`openapi-typescript\` generates, and \`fetch\`. Compiled in strict mode. */
export const TYPES_PROGRAM = `
import type { components, operations, paths } from './types';

type Problem = components['schemas']['Problem'];
type Decision = paths['/v1/optimize']['post']['responses'][200]['content']['application/json'];
type Family = operations['readLineage']['responses'][200]['content']['application/json'];

const request: components['schemas']['OptimizeRequest'] = {
  shipment: { shipmentNumber: 1001, items: [{ lineId: 1, productCode: 'KTP', quantity: 5 }] },
  inventory: [{ locationCode: 'A', productCode: 'KTP', available: 5 }],
};
const order: operations['placeOrder']['requestBody']['content']['application/json'] = {
  items: [{ lineId: 1, productCode: 'KTP', quantity: 5 }],
};
const refresh: components['schemas']['InventoryRefresh'] = {
  inventory: [{ locationCode: 'A', productCode: 'KTP', quantity: 5, deliveryDate: null }],
};
const headers: operations['placeOrder']['parameters']['header'] = { 'x-site': 'default', 'idempotency-key': '1' };

/** Which units would free a held shipment. */
export function unitsOf(decision: Decision): number {
  const fixes = decision.hold?.fixes ?? [];
  return fixes.reduce(
    (sum, fix) => (fix.kind === 'ADD_UNITS' ? sum + fix.units.reduce((all, row) => all + row.quantity, 0) : sum),
    0,
  );
}

/** The plan of a decision is a plan that can be checked. */
export const checkOf = (plan: Decision): components['schemas']['VerifyRequest'] => ({ problem: request, plan });

export const statusesOf = (family: Family): string[] => family.shipments.map((each) => each.shipmentStatus);

/** What a read gave is what a write takes. */
export const settingsBack = (
  read: components['schemas']['SettingsView'],
): operations['writeSettings']['requestBody']['content']['application/json'] => read;

/** What webhooks are sent, by topic. */
export function told(event: components['schemas']['EventView']): string {
  switch (event.topic) {
    case 'run.completed':
      return event.extendedProperties.map((property) => (property.key === 'counts' ? property.value.tried : 0)).join();
    default:
      return event.entityId;
  }
}

export const faultsOf = (problem: Problem): string[] => (problem.errors ?? []).map((fault) => fault.path);
export const sent = { order, refresh, headers };
`;
