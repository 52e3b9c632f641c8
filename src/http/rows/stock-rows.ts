import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Fault, InputError } from '../../domain/faults.ts';
import { ServiceError } from '../../errors.ts';
import { tellIssue } from '../../input/fault-words.ts';
import { inputErrorOf } from '../../input/parse.ts';
import type { PlacedRow } from '../../release/supply/inventory-rows.ts';
import { refuseEncoded } from '../json-body.ts';
import { CsvRows, NdjsonRows, type RowReader, type RowValue } from './row-values.ts';

/** Most rows of one write. */
export const MOST_STOCK_ROWS = 50_000;

/** Columns of a CSV body: the fields of a row. */
const COLUMNS = [
  'locationCode',
  'productCode',
  'quantity',
  'pending',
  'safetyStock',
  'unitCost',
  'deliveryDate',
  'futureInventoryId',
] as const;
const NUMBERS = new Set<string>(['quantity', 'pending', 'safetyStock', 'unitCost']);
const NULLABLE = new Set<string>(['deliveryDate']);

/** The forms of a body besides JSON, by their media types. */
const READERS: Readonly<Record<string, () => RowReader>> = {
  'application/x-ndjson': () => new NdjsonRows(),
  'text/csv': () => new CsvRows(COLUMNS, NUMBERS, NULLABLE),
};

/** The good rows of a body, each with the place that it has there, and what is wrong with the others. */
export interface StockRows {
  readonly rows: readonly PlacedRow[];
  readonly faults: readonly Fault[];
}

/** Rows of a body that were read while it came. */
class LineRows {
  constructor(readonly values: readonly RowValue[]) {}
}

const tooMany = () =>
  new InputError('contradictory', [
    { path: '', code: 'too_large', message: `must have at most ${MOST_STOCK_ROWS} rows` },
  ]);

/** Reads rows while their body comes: what waits in memory is the rows, and less than one piece of text. */
async function readLines(payload: IncomingMessage, reader: RowReader, limit: number): Promise<LineRows> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const values: RowValue[] = [];
  let length = 0;
  const take = (found: Iterable<RowValue>) => {
    for (const value of found) if (values.push(value) > MOST_STOCK_ROWS) throw tooMany();
  };
  const decode = (piece?: Uint8Array): string => {
    try {
      return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
    } catch (error) {
      throw new ServiceError('INVALID_JSON', 'the body is not UTF-8', { cause: error });
    }
  };
  for await (const piece of payload as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > limit) throw new ServiceError('BODY_TOO_LARGE', `the body is longer than ${limit} bytes`);
    take(reader.push(decode(piece)));
  }
  take(reader.push(decode()));
  take(reader.end());
  return new LineRows(values);
}

/** Lets the routes of `app` take rows as NDJSON and CSV, too. Register it for these routes alone. */
export function acceptRows(app: FastifyInstance, limit: number): void {
  for (const [type, readerFor] of Object.entries(READERS)) {
    app.addContentTypeParser(type, async (request: FastifyRequest, payload: IncomingMessage) => {
      refuseEncoded(request);
      return readLines(payload, readerFor(), limit);
    });
  }
}

/** Holds one row against its schema. @param path where it stands in the body */
function readRow(schema: z.ZodType, value: unknown, path: string): PlacedRow | Fault[] {
  const result = z.safeParse(schema, value, { error: tellIssue });
  if (result.success) return { row: result.data as PlacedRow['row'], path };
  const { faults } = inputErrorOf(result.error, value);
  return faults.map((fault) => ({ ...fault, path: fault.path === '' ? path : `${path}.${fault.path}` }));
}

/**
 * The rows of a body, those that are no rows told one by one.
 *
 * @param schema of a row
 * @param values of the rows with the places where they stand
 */
function readStockRows(
  schema: z.ZodType,
  values: Iterable<{ readonly value: unknown; readonly path: string; readonly fault: string | null }>,
): StockRows {
  const rows: PlacedRow[] = [];
  const faults: Fault[] = [];
  for (const { value, path, fault } of values) {
    const read =
      fault === null ? readRow(schema, value, path) : [{ path, code: 'wrong_format', message: fault }];
    if (Array.isArray(read)) faults.push(...read);
    else rows.push(read);
  }
  return { rows, faults };
}

/** What was read of the bodies of requests that are still on their way. */
const READ = new WeakMap<FastifyRequest, StockRows & { readonly partial: boolean }>();

const RANGES = new Set(['too_small', 'too_large']);

/** @throws InputError of the kind that its faults are, where nothing is to be written */
function assertUsable({ rows, faults }: StockRows, partial: boolean): void {
  if (rows.length > 0 && (partial || faults.length === 0)) return;
  const found =
    faults.length > 0 ? faults : [{ path: '', code: 'too_small', message: 'must have at least 1 row' }];
  const isRange = found.every(({ code }) => RANGES.has(code));
  throw new InputError(isRange ? 'contradictory' : 'malformed', found);
}

function* placesOf(body: unknown): Generator<{ value: unknown; path: string; fault: string | null }> {
  if (body instanceof LineRows) {
    for (const { line, value, fault } of body.values) yield { value, fault, path: `lines[${line}]` };
    return;
  }
  const { inventory } = body as { inventory: readonly unknown[] };
  for (const [index, value] of inventory.entries()) yield { value, path: `inventory[${index}]`, fault: null };
}

/** Whether a JSON body wants its rows read one by one; where it has another form, its schema says so. */
const isPartial = (body: unknown): body is { inventory: readonly unknown[]; partial: true } => {
  const { partial, inventory } = (body ?? {}) as { partial?: unknown; inventory?: unknown };
  return partial === true && Array.isArray(inventory) && inventory.length <= MOST_STOCK_ROWS;
};

/**
 * A hook before a body is held against its schema: reads rows one by one where their body is no JSON, or wants that.
 * The good ones are left for the schema.
 *
 * @param row schema of a row
 */
export const readsRows = (row: z.ZodType) => async (request: FastifyRequest) => {
  const { body } = request;
  if (!(body instanceof LineRows) && !isPartial(body)) return;
  const partial =
    body instanceof LineRows ? (request.query as { partial?: string }).partial === 'true' : true;
  const read = readStockRows(row, placesOf(body));
  assertUsable(read, partial);
  READ.set(request, { ...read, partial });
  request.body = { inventory: read.rows.map((each) => each.row), partial };
};

/** The rows of a request as they were read, those of a list called `inventory` where that was read whole. */
export const rowsOf = (
  request: FastifyRequest,
  inventory: readonly PlacedRow['row'][],
): StockRows & { readonly partial: boolean } =>
  READ.get(request) ?? {
    rows: inventory.map((row, index) => ({ row, path: `inventory[${index}]` })),
    faults: [],
    partial: false,
  };
