import { describe, expect, it } from 'vitest';
import { tickEachMinute, tickId } from '../../src/scheduling/tick.ts';
import { TestClock, until } from '../clock.ts';

describe('the ticks of a process', () => {
  it('come at the beginning of each minute, from the first after its start', async () => {
    const clock = new TestClock('2026-05-01T09:00:40.500Z');
    const ended = new AbortController();
    const ticks: string[] = [];
    const ticking = tickEachMinute(clock, ended.signal, async () => void ticks.push(clock.now()));
    const waitsFor = (ms: number) => until(() => clock.waits.includes(ms), `a wait of ${ms} ms`);
    expect(clock.waits).toEqual([19_500]);
    clock.set('2026-05-01T09:00:59.999Z');
    expect(clock.waits).toEqual([1]);
    clock.set('2026-05-01T09:01:00.000Z');
    await waitsFor(60_000);
    // A process that was late by a quarter of a minute is not late by it for ever.
    clock.set('2026-05-01T09:02:15.000Z');
    await waitsFor(45_000);
    clock.set('2026-05-01T09:03:00.000Z');
    await waitsFor(60_000);
    expect(ticks).toEqual([
      '2026-05-01T09:01:00.000Z',
      '2026-05-01T09:02:15.000Z',
      '2026-05-01T09:03:00.000Z',
    ]);
    ended.abort();
    await ticking;
    expect(ticks).toHaveLength(3);
  });

  it('are named by the minute: alike within one, and different in the next', () => {
    const [start, end, next] = ['09:00:00.000', '09:00:59.999', '09:01:00.000'].map((time) =>
      tickId(`2026-05-01T${time}Z`),
    );
    expect(end).toBe(start);
    expect(next).not.toBe(start);
  });
});
