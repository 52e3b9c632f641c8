import { z } from 'zod';
import type { ErrorCode } from '../../../errors.ts';
import type { ReleasePorts } from '../../../release/service-ports.ts';
import type { AppPorts } from '../../ports.ts';
import { problemResponses } from '../../schemas/responses.ts';

/** What routes of a site need. */
export interface SitePorts extends AppPorts {
  readonly release: ReleasePorts;
}

/** The errors of a read that takes neither parameters nor a query. */
export const plainReadProblems = (...more: ErrorCode[]) =>
  problemResponses('INVALID_REQUEST', 'SHUTTING_DOWN', 'STORE_AWAY', ...more);

/** The errors of a read with parameters or a query: a number or text there that is out of its range is one. */
export const readProblems = (...more: ErrorCode[]) => plainReadProblems('CONTRADICTORY_REQUEST', ...more);

/** The errors that any write can have. */
export const writeProblems = (...more: ErrorCode[]) =>
  problemResponses(
    'INVALID_JSON',
    'INVALID_REQUEST',
    'BODY_TOO_LARGE',
    'UNSUPPORTED_MEDIA_TYPE',
    'CONTRADICTORY_REQUEST',
    'IDEMPOTENCY_KEY_REUSED',
    'SHUTTING_DOWN',
    'STORE_AWAY',
    ...more,
  );

/** Most rows of one page. */
const MOST = 1000;

/** Digits, with a sign only where that makes a number below zero. */
const WHOLE_NUMBER = /^(?:\d+|-0*[1-9]\d*)$/;

/**
 * The number that a text of a path or query writes. One with more digits than JavaScript has numbers for becomes the
 * largest or smallest that it has: out of any range, but still a number.
 */
const asNumber = (given: unknown): unknown =>
  typeof given === 'string' && WHOLE_NUMBER.test(given)
    ? Math.max(-Number.MAX_VALUE, Math.min(Number(given), Number.MAX_VALUE))
    : given;

/** A whole number in a path or query, which is text: digits, and nothing else that JavaScript takes for a number. */
export const numberInQuery = (least: number, most = Number.MAX_SAFE_INTEGER) =>
  z.preprocess(
    asNumber,
    z
      .int({ error: ({ code }) => (code === 'invalid_type' ? 'must be a whole number' : undefined) })
      .min(least, `must be at least ${least}`)
      .max(most, `must be at most ${most}`),
  );

/** How many rows of a page are asked for. */
export const limit = numberInQuery(1, MOST)
  .default(100)
  .meta({ description: 'Most rows of the page, 1 to 1,000; left out: 100.', examples: [100] });

/** Where a page begins. */
export const after = <Cursor extends z.ZodType>(cursor: Cursor) =>
  cursor.optional().meta({
    description: 'The `next` of the page before; left out: the first page.',
  });

/** A list in a query: repeated, or one text with commas. */
export const listInQuery = <S extends z.ZodType>(entry: S) =>
  z.preprocess(
    (given) => (typeof given === 'string' ? given.split(',').filter((part) => part !== '') : given),
    z.array(entry).optional(),
  );

/** The page of what was read with a limit of one more. */
export function page<Row, Cursor>(rows: readonly Row[], size: number, cursorOf: (last: Row) => Cursor) {
  const items = rows.slice(0, size);
  return { items, next: rows.length > size ? cursorOf(items.at(-1)!) : null };
}
