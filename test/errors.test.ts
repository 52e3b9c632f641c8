import { STATUS_CODES } from 'node:http';
import { describe, expect, it } from 'vitest';
import { ERRORS, type ErrorCode, ServiceError } from '../src/errors.ts';

const rows = Object.entries(ERRORS) as [ErrorCode, (typeof ERRORS)[ErrorCode]][];

describe('the table of errors', () => {
  it.each(rows)('%s is an error of HTTP', (_, { status }) => {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(STATUS_CODES[status]).toBeDefined();
  });

  it.each(rows)('%s says what happened and when', (code, { title, when }) => {
    expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    expect(when).toMatch(/^[A-Z].*\.$/);
  });

  it('tells only of what passes by itself when to try again', () => {
    const retried = rows.filter(([, { retryAfterSeconds }]) => retryAfterSeconds !== null);
    expect(retried.map(([code]) => code).sort()).toEqual([
      'NOT_READY',
      'QUEUE_FULL',
      'QUEUE_TIMEOUT',
      'STOCK_CONTENDED',
      'STORE_AWAY',
    ]);
    expect(retried.every(([, { status }]) => status === 503)).toBe(true);
  });

  it('has no two rows that say the same', () => {
    expect(new Set(rows.map(([, { title }]) => title)).size).toBe(rows.length);
  });
});

describe('an occurrence', () => {
  it('keeps its code, its detail and what caused it', () => {
    const cause = new Error('deeper');
    const error = new ServiceError('QUEUE_FULL', '256 runs wait already', { cause });
    expect(error).toMatchObject({ code: 'QUEUE_FULL', message: '256 runs wait already', cause, faults: [] });
  });
});
