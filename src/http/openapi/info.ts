/** What the document says of the whole API. */
export const INFO = {
  title: 'backorder-release',
  summary: 'Decides which backordered shipments can be released, and carries the release out',
  description: [
    'A release takes current stock of locations and dated future lots; its reply says what is proven of it. ' +
      '`POST /v1/optimize` decides one attempt from what you hand it, and keeps nothing. All other resources under `/v1` ' +
      'belong to a site, named by the header `X-Site` (left out: `default`): they keep its settings, catalogue, stock, ' +
      'orders and shipments, and carry releases out.',
    'Unknown fields are refused, with their path. Quantities are whole units. Money is whole numbers of the smallest unit ' +
      'of the currency (cents). Instants are ISO 8601 in UTC; days are calendar days of the site, `YYYY-MM-DD`.',
    'Lists are `{ items, next }`: send `next` as `after` to get the next page. What a GET gives, a PUT of the same resource ' +
      'takes: fields that are marked read-only are left aside, or have to be as they were read.',
    'Every write may carry an `Idempotency-Key`, so that it can be repeated without harm, and, where the resource has a ' +
      '`version`, `If-Match`.',
    'Errors are `application/problem+json` (RFC 9457) with a stable `code`; `GET /errors` lists them all. Beside those that ' +
      'an operation names, any request can be answered with `MALFORMED_HTTP` (400), `NOT_FOUND` (404), ' +
      '`METHOD_NOT_ALLOWED` (405, with `Allow`), `REQUEST_TIMEOUT` (408), `HEADERS_TOO_LARGE` (431). A held shipment is an ' +
      'answer (200), not an error.',
    'Every request may bring an `X-Request-Id` of its own; the reply repeats it.',
    'Clients can be generated: `openapi-ts` takes the document as it is, `openapi-typescript` with ' +
      '`--default-non-nullable false`, since a request may leave out what has a default.',
  ].join('\n\n'),
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
};

/** Groups of operations; those of a site name it by `X-Site`. */
export const TAGS = [
  { name: 'attempt', description: 'One release attempt: decide it, or check a plan for it' },
  { name: 'settings', description: 'What the site has set' },
  { name: 'catalogue', description: 'Switches of products, and locations' },
  { name: 'inventory', description: 'What there is, and what will come' },
  { name: 'orders', description: 'Orders, and the shipments that order routing makes of them' },
  { name: 'shipments', description: 'Shipments, their families, and what a planner does by hand' },
  { name: 'runs', description: 'Runs over the backlog' },
  { name: 'events', description: 'What happened: pages, a stream, webhooks' },
  { name: 'operation', description: 'For those who run the service' },
];
