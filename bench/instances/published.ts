import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import type { Instance, InstanceClass } from './instance.ts';
import { numbersOf, provenOptima, readPublic, saySkipped } from './public-data.ts';

type Locations = NonNullable<OptimizeRequestInput['locations']>;
type Inventory = NonNullable<OptimizeRequestInput['inventory']>;

/** Everything today, and the locations' and units' own costs as the one value: a fixed-charge problem. */
export const fixedCharge = (
  items: OptimizeRequestInput['shipment']['items'],
  locations: Locations,
  inventory: Inventory,
): OptimizeRequestInput => ({
  settings: { objective: { mode: 'weighted', weights: { locationCost: 1 } } },
  shipment: { shipmentNumber: 1, items },
  locations,
  inventory,
  explain: 'none',
});

/** One line of one unit, of a product of its own. */
export const oneUnit = (index: number) => ({ lineId: index, productCode: `P${index}`, quantity: 1 });

/** OR-Library set covering: a row is a line of one unit, a column a location that holds one of each row it covers. */
function setCover(text: string): OptimizeRequestInput {
  const numbers = numbersOf(text);
  let at = 0;
  const next = () => numbers[at++]!;
  const rows = next();
  const locations = Array.from({ length: next() }, (_, column) => ({
    locationCode: `L${column + 1}`,
    cost: next(),
  }));
  const inventory: Inventory = [];
  for (let row = 1; row <= rows; row++) {
    for (let covers = next(); covers > 0; covers--) {
      inventory.push({ locationCode: `L${next()}`, productCode: `P${row}`, available: 1 });
    }
  }
  return fixedCharge(
    Array.from({ length: rows }, (_, row) => oneUnit(row + 1)),
    locations,
    inventory,
  );
}

/** Fixed-charge transportation to one sink: one line; a source is a location with cost, unit cost and capacity. */
function singleSink(text: string): OptimizeRequestInput {
  const [count, demand, ...rest] = numbersOf(text);
  const column = (block: number, index: number) => rest[block * count! + index]!;
  const sources = Array.from({ length: count! }, (_, index) => index);
  return fixedCharge(
    [{ lineId: 1, productCode: 'P', quantity: demand! }],
    sources.map((index) => ({ locationCode: `L${index}`, cost: column(2, index) })),
    sources.map((index) => ({
      locationCode: `L${index}`,
      productCode: 'P',
      available: column(0, index),
      unitCost: column(1, index),
    })),
  );
}

/** Uncapacitated facility location: a customer is a line of one unit, a facility a location that holds one of each. */
function facility(text: string): OptimizeRequestInput {
  const [facilities, customers, , ...rest] = numbersOf(text.slice(text.indexOf('\n')));
  const inventory: Inventory = [];
  const locations = Array.from({ length: facilities! }, (_, index) => {
    const [name, cost, ...unitCosts] = rest.slice(index * (customers! + 2), (index + 1) * (customers! + 2));
    const locationCode = `L${name}`;
    unitCosts.forEach((unitCost, customer) => {
      inventory.push({ locationCode, productCode: `P${customer + 1}`, available: 1, unitCost });
    });
    return { locationCode, cost: cost! };
  });
  const items = Array.from({ length: customers! }, (_, customer) => oneUnit(customer + 1));
  return fixedCharge(items, locations, inventory);
}

/** A class of the files of one folder; null, said in a line, where the data is absent. */
function publishedClass(
  folder: string,
  meaning: string,
  read: (text: string) => OptimizeRequestInput,
  extension = '',
): InstanceClass | null {
  const instances: Instance[] = [...provenOptima(folder)].flatMap(([name, published]) => {
    const text = readPublic(folder, `${name}${extension}`);
    return text === null ? [] : [{ name, published, draw: () => read(text) }];
  });
  if (instances.length === 0) {
    saySkipped(folder);
    return null;
  }
  return {
    name: folder,
    meaning,
    usual: instances.length,
    target: { times: 1, at: 'mean' },
    take: (count) => instances.slice(0, count),
    // There are no others of their kind.
    warmUp: () => instances.slice(-1),
  };
}

/** The public classes whose data is there. */
export const publishedClasses = (): InstanceClass[] =>
  [
    publishedClass('set-cover', 'OR-Library set covering', setCover, '.txt'),
    publishedClass('single-sink', 'fixed-charge transportation to one sink', singleSink),
    publishedClass('facility', 'uncapacitated facility location', facility),
  ].filter((each) => each !== null);
