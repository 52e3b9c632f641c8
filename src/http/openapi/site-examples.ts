/** A request that works once those before it in {@link SITE_STORY} have been sent to an empty store. */
export interface SiteExample {
  readonly operationId: string;
  /** `{webhookId}` stands for the id that the last webhook was given. */
  readonly url: string;
  readonly name: string;
  readonly summary: string;
  readonly request: object;
  /** The status that it is answered with. */
  readonly status: number;
}

const SWITCHES = { outOfStockBehavior: 'AllowBackOrder', futureInventoryEnabled: true };

/** What a site has before anybody orders. */
const SET_UP: readonly SiteExample[] = [
  {
    operationId: 'writeSettings',
    url: '/v1/settings',
    name: 'schedule',
    summary: 'The backlog is tried every half hour; lines that can go do not wait for others',
    request: {
      releaseBackorderJob: {
        isEnabled: true,
        interval: 30,
        partialReleaseEnabled: true,
        partialReleaseType: 'line',
      },
    },
    status: 200,
  },
  {
    operationId: 'writeSettings',
    url: '/v1/settings',
    name: 'future',
    summary: 'Lots of the next six weeks may be promised; all or nothing',
    request: {
      timeZone: 'America/Chicago',
      defaultBackOrderDays: 14,
      futureInventoryEnabled: true,
      futureDateLimit: { unit: 'weeks', quantity: 6 },
    },
    status: 200,
  },
  {
    operationId: 'writeProducts',
    url: '/v1/products',
    name: 'backorder',
    summary: 'Two products that may be backordered and promised from lots',
    request: {
      products: [
        { productCode: 'KTP', ...SWITCHES },
        { productCode: 'KTP2', ...SWITCHES, backorderDays: 10 },
      ],
    },
    status: 200,
  },
  {
    operationId: 'writeProduct',
    url: '/v1/products/KTP3',
    name: 'backorder',
    summary: 'It may be backordered and promised from lots',
    request: SWITCHES,
    status: 200,
  },
  {
    operationId: 'writeLocations',
    url: '/v1/locations',
    name: 'two',
    summary: 'A warehouse that costs less to ship from, and a shop',
    request: {
      locations: [
        { locationCode: 'A', cost: 4.5, pickup: false },
        { locationCode: 'B', cost: 7 },
      ],
    },
    status: 200,
  },
  {
    operationId: 'writeLocation',
    url: '/v1/locations/C',
    name: 'closed',
    summary: 'It fulfils nothing for now',
    request: { active: false },
    status: 200,
  },
];

/** Shipments that wait, and what a planner does with them. */
const BACKLOG: readonly SiteExample[] = [
  {
    operationId: 'placeOrder',
    url: '/v1/orders',
    name: 'shipped',
    summary: 'Sent to the customer, with what it costs in cents; nothing is there, so it waits',
    request: {
      externalOrderId: 'web-7',
      submittedAt: '2026-04-20T09:00:00Z',
      items: [
        { lineId: 1, productCode: 'KTP', quantity: 5, amounts: { item: 9995, tax: 800 } },
        { lineId: 2, productCode: 'KTP2', quantity: 5, amounts: { item: 4995, tax: 400 } },
      ],
      amounts: { shipping: 590 },
    },
    status: 201,
  },
  {
    operationId: 'placeOrder',
    url: '/v1/orders',
    name: 'pickedUp',
    summary: 'Picked up at B, and before others in the queue',
    request: {
      shipmentType: 'BOPIS',
      pickupLocationCode: 'B',
      priority: 10,
      items: [{ lineId: 1, productCode: 'KTP2', quantity: 1 }],
    },
    status: 201,
  },
  {
    operationId: 'prioritizeShipment',
    url: '/v1/shipments/1001/priority',
    name: 'first',
    summary: 'Before all that have 0',
    request: { priority: 5 },
    status: 200,
  },
  {
    operationId: 'dateShipment',
    url: '/v1/shipments/1001/backorder-date',
    name: 'oneLine',
    summary: 'Only this line is expected on another day',
    request: { backorderReleaseDate: '2026-05-20', lineIds: [2] },
    status: 200,
  },
  {
    operationId: 'postponeShipment',
    url: '/v1/shipments/1001/not-before',
    name: 'later',
    summary: 'The customer wants it in June',
    request: { releaseNotBefore: '2026-06-05' },
    status: 200,
  },
  {
    operationId: 'postponeShipment',
    url: '/v1/shipments/1001/not-before',
    name: 'atOnce',
    summary: 'As soon as it can go, after all',
    request: { releaseNotBefore: null },
    status: 200,
  },
  {
    operationId: 'changePaymentMethod',
    url: '/v1/shipments/1001/payment',
    name: 'anotherCard',
    summary: 'The customer has another card',
    request: { paymentMethod: 'pm_card_visa' },
    status: 200,
  },
  {
    operationId: 'blockLocations',
    url: '/v1/shipments/1001/blocked-locations',
    name: 'oneLine',
    summary: 'The first line does not come from B',
    request: { blockedLocationCodes: ['B'], lineIds: [1] },
    status: 200,
  },
  {
    operationId: 'blockLocations',
    url: '/v1/shipments/1001/blocked-locations',
    name: 'lifted',
    summary: 'From anywhere again',
    request: { blockedLocationCodes: [] },
    status: 200,
  },
  {
    operationId: 'holdShipment',
    url: '/v1/shipments/1001/hold',
    name: 'hold',
    summary: 'Runs leave it alone',
    request: { onHold: true },
    status: 200,
  },
  {
    operationId: 'holdShipment',
    url: '/v1/shipments/1001/hold',
    name: 'letGo',
    summary: 'Runs try it again, the next one at once',
    request: { onHold: false },
    status: 200,
  },
];

/** What there is, what comes, and what happens then. */
const SUPPLY: readonly SiteExample[] = [
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

/** Who is told. */
const WEBHOOKS: readonly SiteExample[] = [
  {
    operationId: 'addWebhook',
    url: '/v1/webhooks',
    name: 'releases',
    summary: 'What was released from now on',
    request: {
      url: 'https://shop.example/hooks/backorders',
      secret: 'at least sixteen characters',
      topics: ['shipment.released', 'shipment.backordered'],
    },
    status: 201,
  },
  {
    operationId: 'changeWebhook',
    url: '/v1/webhooks/{webhookId}',
    name: 'fromTheStart',
    summary: 'Everything, once more from the first event',
    request: { url: 'https://shop.example/hooks/all', secret: 'at least sixteen characters', after: 0 },
    status: 200,
  },
];

/** Requests of a site's resources in an order in which each works; a test sends them. */
export const SITE_STORY: readonly SiteExample[] = [...SET_UP, ...BACKLOG, ...SUPPLY, ...WEBHOOKS];
