import type { SiteExample } from './site-example.ts';

/** What there is, what comes, and what happens then. */
export const SUPPLY: readonly SiteExample[] = [
  {
    operationId: 'refreshInventory',
    url: '/v1/inventory/refresh',
    name: 'both',
    summary: 'Five KTP are at A, and six KTP2 come to B',
    request: {
      inventory: [
        { locationCode: 'A', productCode: 'KTP', quantity: 5, safetyStock: 0 },
        {
          locationCode: 'B',
          productCode: 'KTP2',
          quantity: 6,
          deliveryDate: '2026-05-15',
          futureInventoryId: 'po-1',
        },
      ],
    },
    status: 200,
  },
  {
    operationId: 'adjustInventory',
    url: '/v1/inventory/adjust',
    name: 'found',
    summary: 'One more was found, and one less comes',
    request: {
      inventory: [
        { locationCode: 'A', productCode: 'KTP', quantity: 1 },
        {
          locationCode: 'B',
          productCode: 'KTP2',
          quantity: -1,
          deliveryDate: '2026-05-15',
          futureInventoryId: 'po-1',
        },
      ],
    },
    status: 200,
  },
  {
    operationId: 'transferStock',
    url: '/v1/inventory/transfers',
    name: 'moved',
    summary: 'One KTP goes from A to B',
    request: {
      transfers: [{ productCode: 'KTP', fromLocationCode: 'A', toLocationCode: 'B', quantity: 1 }],
    },
    status: 200,
  },
  {
    operationId: 'changeLot',
    url: '/v1/future-inventory/po-1',
    name: 'slips',
    summary: 'It comes three days later, with all that was ordered',
    request: { deliveryDate: '2026-05-18', quantity: 6 },
    status: 200,
  },
  {
    operationId: 'startRun',
    url: '/v1/release-runs',
    name: 'dry',
    summary: 'What a run over two products would do; nothing changes',
    request: { dryRun: true, scope: { productCodes: ['KTP', 'KTP2'] } },
    status: 201,
  },
  {
    operationId: 'startRun',
    url: '/v1/release-runs',
    name: 'all',
    summary: 'All that waits is tried, in queue order',
    request: {},
    status: 201,
  },
  {
    operationId: 'receiveLots',
    url: '/v1/inventory/receipts',
    name: 'asAnnounced',
    summary: 'The lot has arrived with what was announced',
    request: { receipts: [{ futureInventoryId: 'po-1' }] },
    status: 200,
  },
  {
    operationId: 'rejectShipment',
    url: '/v1/shipments/1004/reject',
    name: 'missing',
    summary: 'The picker does not find it; it is not sent from there again',
    request: { reason: 'not on the shelf' },
    status: 200,
  },
  {
    operationId: 'unreleaseShipment',
    url: '/v1/shipments/1003/unrelease',
    name: 'onHold',
    summary: 'What it held is free again; it waits on hold',
    request: { onHold: true },
    status: 200,
  },
];
