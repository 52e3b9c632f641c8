import type { SiteExample } from './site-example.ts';

const SWITCHES = { outOfStockBehavior: 'AllowBackOrder', futureInventoryEnabled: true };

/** What a site has before anybody orders. */
export const SET_UP: readonly SiteExample[] = [
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
