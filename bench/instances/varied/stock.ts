import type { Random } from '../../random.ts';
import type { Pieces } from './shape.ts';

/** Units of one product at one location on one day. */
export interface Source {
  readonly productCode: string;
  /** Position of the location. */
  readonly location: number;
  /** Position of the day on which they arrive, −1 for what is there today. */
  readonly date: number;
  readonly units: number;
}

/** Where and when one product may lie, and how much of it there is to be. */
export interface ProductStock {
  readonly productCode: string;
  /** Units that all lines want. */
  readonly wanted: number;
  /** Units today and on all days together, as a multiple of what is wanted. */
  readonly today: number;
  readonly later: number;
  readonly pieces: Pieces;
  readonly dates: number;
  /** How often each location is chosen, relative to others. */
  readonly popularity: readonly number[];
}

/** Standard deviation of the logarithm of what one place holds. */
const UNEVENNESS = 1.2;

/** One normal variate (Box, Muller 1958). */
const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());

/** Draws what one source gives; `total` units are to lie at up to `places` places. */
function piecesOf(
  random: Random,
  pieces: Pieces,
  wanted: number,
  total: number,
  places: number,
): () => number {
  const between = (least: number, most: number) => () =>
    Math.max(1, Math.round(least + random.next() * (most - least)));
  if (pieces === 'ones') return () => 1;
  if (pieces === 'few') return () => random.integer(1, 4);
  if (pieces === 'shares') return between(wanted * 0.03, wanted * 0.3);
  if (pieces === 'all') return between(wanted * 0.3, wanted * 1.2);
  const mean = total / (places * (0.1 + 0.5 * random.next()));
  if (pieces === 'spread') return between(mean * 0.2, mean * 1.8);
  return () => Math.max(1, Math.round(mean * Math.exp(UNEVENNESS * normal(random) - UNEVENNESS ** 2 / 2)));
}

/** Places in an order in which popular ones tend to come first (A-Res; Efraimidis, Spirakis 2006). */
function inPopularOrder(random: Random, popularity: readonly number[]): number[] {
  return popularity
    .map((weight, place) => ({ place, key: random.next() ** (1 / weight) }))
    .sort((a, b) => b.key - a.key)
    .map(({ place }) => place);
}

/** Fills places in popular order until a total is reached; where there are too few places, some give more. */
function fill(random: Random, stock: ProductStock, total: number, popularity: readonly number[]) {
  const order = inPopularOrder(random, popularity);
  const piece = piecesOf(random, stock.pieces, stock.wanted, total, order.length);
  const units = new Map<number, number>();
  let missing = total;
  for (let at = 0; missing > 0; at++) {
    const place = order[at % order.length]!;
    const given = Math.min(piece(), missing);
    units.set(place, (units.get(place) ?? 0) + given);
    missing -= given;
  }
  return units;
}

/** Draws where and when one product lies. */
export function drawProductStock(random: Random, stock: ProductStock): Source[] {
  const { productCode, wanted, today, later, dates, popularity } = stock;
  const now = fill(random, stock, Math.round(wanted * today), popularity);
  const sources = [...now].map(([location, units]): Source => ({ productCode, location, date: -1, units }));
  if (dates === 0) return sources;
  const ofPlaces = popularity.flatMap((weight) => Array<number>(dates).fill(weight));
  for (const [place, units] of fill(random, stock, Math.round(wanted * later), ofPlaces)) {
    sources.push({ productCode, location: Math.floor(place / dates), date: place % dates, units });
  }
  return sources;
}
