import type { Amounts } from '../../../src/domain/site/money.ts';
import type { LawSite } from '../site.ts';
import { readLots, readShipments, readStock } from '../view.ts';

const MOST = 1_000_000_000;

const isOut = (units: number): boolean => Math.abs(units) > MOST;

function* moneyFaults(name: string, amounts: Amounts): Generator<string> {
  for (const [field, cents] of Object.entries(amounts)) {
    if (cents < 0) yield `${name}: ${field} is ${cents} cents`;
  }
  if (amounts.discount > amounts.item) yield `${name}: more discount than it costs`;
}

/** Law 5: every row is within what an attempt takes, no part of money is below nothing, no code has a blank at an end. */
export async function numbersOut(site: LawSite): Promise<string[]> {
  const stock = (await readStock(site)) as unknown as { productCode: string; available: number }[];
  const lots = await readLots(site);
  const faults = [
    ...stock.filter((row) => isOut(row.available)).map((row) => `${row.productCode}: ${row.available} units`),
    ...lots
      .filter((lot) => isOut(lot.quantity - lot.allocated))
      .map((lot) => `lot ${lot.futureInventoryId}: ${lot.quantity} units`),
    ...[...stock, ...lots]
      .map((row) => row.productCode)
      .filter((code) => code !== code.trim())
      .map((code) => `the code ${JSON.stringify(code)}`),
  ];
  for (const { shipmentNumber, items } of await readShipments(site)) {
    for (const item of items) faults.push(...moneyFaults(`${shipmentNumber}/${item.lineId}`, item.amounts));
  }
  return faults;
}
