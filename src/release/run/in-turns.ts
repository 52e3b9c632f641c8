/** Attempts of a page that are made at once: enough to keep threads busy, few enough to leave room for others. */
const SIDE_BY_SIDE = 4;
/** Attempts after which others that use this thread get their turn. */
const A_TURN = 8;

/** Resolves in the next turn of the event loop. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Works on items in their order: one begins when all before it that have something in common with it have ended, and
 * otherwise beside them.
 *
 * @param sharedBy what others may have in common with an item
 * @param isLate asked before each but the first; from the first that is late on, none is worked on
 * @returns what came of the first items, without a gap: at least of one, where there is one
 * @throws Error what `work` throws
 */
export async function inTurns<Item, Key, Result>(
  items: readonly Item[],
  sharedBy: (item: Item) => readonly Key[],
  work: (item: Item) => Promise<Result>,
  isLate: () => boolean,
): Promise<Result[]> {
  const results: Result[] = [];
  const done: boolean[] = [];
  const last = new Map<Key, Promise<void>>();
  const lanes: Promise<void>[] = [];
  let isOver = false;
  let worked = 0;
  const workOn = async (index: number, before: readonly Promise<void>[]): Promise<void> => {
    await Promise.all(before);
    isOver ||= index > 0 && isLate();
    if (isOver) return;
    try {
      results[index] = await work(items[index]!);
      done[index] = true;
    } catch (error) {
      isOver = true;
      throw error;
    }
    worked += 1;
    if (worked % A_TURN === 0) await nextTurn();
  };
  for (const [index, item] of items.entries()) {
    const keys = sharedBy(item);
    // A lane keeps the number of those at work; the key's last one keeps the order.
    const lane = index % SIDE_BY_SIDE;
    const before = [...keys.map((key) => last.get(key)), lanes[lane]].filter((each) => each !== undefined);
    const mine = workOn(index, before);
    for (const key of keys) last.set(key, mine);
    lanes[lane] = mine;
  }
  await Promise.all(lanes);
  const gap = items.findIndex((_, index) => done[index] !== true);
  return gap === -1 ? results : results.slice(0, gap);
}
