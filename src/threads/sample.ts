/** What to warm up with. Five units wanted, three here now and the others tomorrow. */
export const SAMPLE = {
  asOf: '2026-05-01T09:00:00Z',
  settings: { futureInventoryEnabled: true },
  shipment: { shipmentNumber: 1, items: [{ lineId: 1, productCode: 'A', quantity: 5 }] },
  inventory: [{ locationCode: 'A', productCode: 'A', available: 3 }],
  futureInventory: [
    { futureInventoryId: '1', locationCode: 'A', productCode: 'A', deliveryDate: '2026-05-02', available: 2 },
  ],
};

/** A value as a body. */
export const bytesOf = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
