import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OpenStore, openStore } from '../../src/store/open-store.ts';
import { newEmbeddedFolder } from '../embedded-template.ts';
import { NOW, number, shipment, site } from './records.ts';

const S = site('folder');
const throwIt = (error: Error) => {
  throw error;
};

describe('the embedded database in a folder', () => {
  let folder: string;
  let remove: () => void;
  const opened: OpenStore[] = [];
  const open = async () => {
    const one = await openStore({
      databaseUrl: null,
      dataDir: folder,
      connections: 1,
      now: () => NOW,
      onConnectionError: throwIt,
    });
    opened.push(one);
    return one.store;
  };
  beforeEach(() => {
    ({ folder, remove } = newEmbeddedFolder());
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((each) => each.store.close()));
    remove();
  });

  it('has everything again when it is opened again', async () => {
    const first = await open();
    await first.transaction(S, (tx) => tx.insertShipments([shipment(1)]));
    await first.close();
    const second = await open();
    expect(await second.reader(S).shipment(number(1))).toMatchObject({ shipmentNumber: 1 });
    expect(await second.examine(9)).toEqual([]);
  });

  it('is refused to a second user, and free once the first has gone', async () => {
    const first = await open();
    await expect(open()).rejects.toThrow(`is in use by process ${process.pid}`);
    await first.close();
    await expect(open()).resolves.toBeDefined();
  });

  it('says that it is away once it is closed', async () => {
    const store = await open();
    await store.close();
    await expect(store.ping()).rejects.toMatchObject({ name: 'StoreError', code: 'STORE_AWAY' });
  });

  it('lets timers have their turn while it is busy', async () => {
    const store = await open();
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
    }, 1);
    try {
      for (let round = 0; round < 200; round += 1) await store.reader(S).shipment(number(round));
    } finally {
      clearInterval(timer);
    }
    expect(ticks).toBeGreaterThan(5);
  });
});
