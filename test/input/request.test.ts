import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/domain/faults.ts';
import { OptimizeRequest, type OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { parseInput } from '../../src/input/parse.ts';
import { takeSnapshot } from '../../src/input/take-snapshot.ts';

const NOW = '2026-05-01T09:00:00Z';
const line = (changes: object = {}) => ({ lineId: 1, productCode: 'KTP', quantity: 5, ...changes });
const request = (changes: object = {}) => ({
  shipment: { shipmentNumber: 1001, items: [line()] },
  ...changes,
});

function refusal(input: unknown): InputError {
  try {
    takeSnapshot(parseInput(OptimizeRequest, input), NOW);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('was accepted');
}
const faults = (input: unknown) => refusal(input).faults.map(({ path, code }) => `${code} ${path}`);

describe('a request', () => {
  it('needs only a shipment number and lines; the rest has the documented defaults', () => {
    const parsed = parseInput(OptimizeRequest, request());
    expect(parsed).toMatchObject({
      timeZone: 'UTC',
      settings: {
        futureInventoryEnabled: false,
        futureDateLimit: { unit: 'days', quantity: 30 },
        partialRelease: 'none',
        useCurrentInventory: true,
        useFutureBeforeCurrent: false,
        maxFulfillingLocations: null,
        maxSplitItemLocations: null,
        objective: { mode: 'lexicographic' },
      },
      shipment: { shipmentType: 'STH', fulfillmentLocationCode: null },
      limits: { timeLimitMs: 1000 },
      explain: 'full',
    });
    expect(parsed.shipment.items[0]).toMatchObject({ allowsFutureAllocate: true, manageStock: true });
  });

  it('gives one fault for one value, the limit of its own field', () => {
    for (const quantity of [2 ** 53 + 2, 1_000_000_001]) {
      const input = request({ shipment: { shipmentNumber: 1, items: [line({ quantity })] } });
      expect(refusal(input).faults).toEqual([
        { path: 'shipment.items[0].quantity', code: 'too_large', message: 'must be at most 1000000000' },
      ]);
    }
  });

  it.each([
    ['2026-02-30', 'there is no such day as 2026-02-30'],
    ['2026-02-30T09:00:00Z', 'there is no such day as 2026-02-30'],
    ['2026-05-01T25:00:00Z', 'names a time that no day has'],
    ['1 May', 'must be an ISO 8601 date such as 2026-05-01 or 2026-05-01T09:00:00Z'],
  ])('says why %s is no date', (asOf, message) => {
    expect(refusal(request({ asOf })).faults).toEqual([{ path: 'asOf', code: 'wrong_format', message }]);
  });

  it('lists every malformed field with its path, unknown ones by name', () => {
    const input = request({
      shipment: { shipmentNumber: 'x', items: [{ lineId: 1, productCode: 'KTP', quantity: 1.5, qty: 2 }] },
      inventroy: [],
    });
    expect(faults(input)).toEqual([
      'wrong_type shipment.shipmentNumber',
      'wrong_type shipment.items[0].quantity',
      'unknown_field shipment.items[0].qty',
      'unknown_field inventroy',
    ]);
    expect(refusal(input).kind).toBe('malformed');
  });

  it('names a missing field as required', () => {
    expect(faults({})).toEqual(['required shipment']);
    expect(faults(request({ shipment: { shipmentNumber: 1, items: [{ lineId: 1 }] } }))).toEqual([
      'required shipment.items[0].productCode',
      'required shipment.items[0].quantity',
    ]);
  });

  it('calls a quantity of 0 contradictory, not malformed', () => {
    const input = request({ shipment: { shipmentNumber: 1, items: [line({ quantity: 0 })] } });
    expect(faults(input)).toEqual(['too_small shipment.items[0].quantity']);
    expect(refusal(input).kind).toBe('contradictory');
  });

  it('refuses two rows for one source, and says which was first', () => {
    const row = { locationCode: 'A', productCode: 'KTP', available: 1 };
    const input = request({ inventory: [row, { ...row, available: 2 }] });
    expect(faults(input)).toEqual(['duplicate inventory[1]']);
    expect(refusal(input).message).toContain('inventory[0]');
  });

  it('refuses lots of one source that disagree on unitCost', () => {
    const lot = { locationCode: 'A', productCode: 'KTP', available: 1 };
    const input = request({
      futureInventory: [
        { ...lot, futureInventoryId: 'a', deliveryDate: '2026-05-10', unitCost: 1 },
        { ...lot, futureInventoryId: 'b', deliveryDate: '2026-05-10T10:00:00Z', unitCost: 2 },
      ],
    });
    expect(faults(input)).toEqual(['unit_cost_differs futureInventory[1].unitCost']);
  });

  it('refuses a pickup without its location, and two lines of one id', () => {
    const shipment = { shipmentNumber: 1, shipmentType: 'BOPIS', items: [line(), line()] };
    expect(faults(request({ shipment }))).toEqual([
      'required shipment.fulfillmentLocationCode',
      'duplicate shipment.items[1]',
    ]);
  });

  it('refuses rules of groups that no line states, and two of one group', () => {
    const itemDependencies = ['kit', 'kitt', 'kit'].map((itemDependency) => ({ itemDependency }));
    const shipment = { shipmentNumber: 1, itemDependencies, items: [line({ itemDependency: 'kit' })] };
    expect(faults(request({ shipment }))).toEqual([
      'unknown_group shipment.itemDependencies[1].itemDependency',
      'duplicate shipment.itemDependencies[2].itemDependency',
    ]);
  });

  it.each([
    ['cost', { locations: [{ locationCode: 'A', cost: -1 }] }, 'too_small locations[0].cost'],
    [
      'unitCost',
      { inventory: [{ locationCode: 'A', productCode: 'KTP', available: 1, unitCost: -0.5 }] },
      'too_small inventory[0].unitCost',
    ],
    [
      'available',
      { inventory: [{ locationCode: 'A', productCode: 'KTP', available: 1e9 + 1 }] },
      'too_large inventory[0].available',
    ],
  ])('refuses a %s out of range', (_name, changes, fault) => {
    expect(faults(request(changes))).toEqual([fault]);
  });
});

describe('the snapshot', () => {
  const input: OptimizeRequestInput = request({
    asOf: '2026-05-01T03:00:00Z',
    timeZone: 'America/Chicago',
    locations: [{ locationCode: 'B', active: false }],
    inventory: [
      { locationCode: 'C', productCode: 'KTP', available: 1 },
      { locationCode: 'A', productCode: 'OTHER', available: 1 },
    ],
    futureInventory: [
      {
        futureInventoryId: '2',
        locationCode: 'A',
        productCode: 'KTP',
        deliveryDate: '2026-05-10',
        available: 1,
      },
      {
        futureInventoryId: '1',
        locationCode: 'A',
        productCode: 'KTP',
        deliveryDate: '2026-05-10',
        available: 1,
      },
      { futureInventoryId: '0', locationCode: 'A', productCode: 'KTP', deliveryDate: null, available: 9 },
    ],
  });
  const snapshot = takeSnapshot(parseInput(OptimizeRequest, input), NOW);

  it('takes the day of the site, not of the clock', () => {
    expect(snapshot.today).toBe('2026-04-30');
    expect(snapshot.lastFutureDay).toBe('2026-05-30');
  });

  it('knows locations that only stock names, with the defaults', () => {
    expect(snapshot.locations.map(({ locationCode, active }) => [locationCode, active])).toEqual([
      ['A', true],
      ['B', false],
      ['C', true],
    ]);
  });

  it('leaves out unwanted products and lots without a date, and sorts lots by id', () => {
    expect(snapshot.currentInventory.map((row) => row.locationCode)).toEqual(['C']);
    expect(snapshot.futureLots.map((lot) => lot.futureInventoryId)).toEqual(['1', '2']);
  });

  it('takes the clock where the request has no asOf', () => {
    expect(takeSnapshot(parseInput(OptimizeRequest, request()), NOW).today).toBe('2026-05-01');
  });
});

describe('what is wrong with a request', () => {
  const told = (changes: object) => refusal(request(changes)).faults.map(({ message }) => message);

  it.each([
    [{ explain: 'all' }, 'must be "none", "reasons" or "full"'],
    [{ timeZone: 3 }, 'must be a string, not 3'],
    [{ inventory: {} }, 'must be a list, not an object'],
    [{ limits: [] }, 'must be an object, not a list'],
    [{ limits: { timeLimitMs: 1.5 } }, 'must be a whole number, not 1.5'],
    [{ limits: { timeLimitMs: 0 } }, 'must be more than 0'],
    [{ limits: { timeLimitMs: 600_001 } }, 'must be at most 600000'],
    [{ settings: { useCurrentInventory: 'no' } }, 'must be true or false, not a string'],
    [{ settings: { futureDateLimit: { unit: 'days', quantity: -1 } } }, 'must be at least 0'],
    [{ settings: { objective: { mode: 'best' } } }, 'must be "lexicographic" or "weighted"'],
    [{ locations: [null] }, 'must be an object, not null'],
    [{ shipment: { shipmentNumber: 1, items: [line({ productCode: '' })] } }, 'must not be empty'],
    [{ timeZone: 'x'.repeat(101) }, 'must have at most 100 characters'],
  ])('%o is told in the words of our own checks', (changes, message) => {
    expect(told(changes)).toContain(message);
  });
});
