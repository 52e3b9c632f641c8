import { drawAttempt } from './draw-attempt.ts';
import { type InstanceClass, seededClass } from './instance.ts';
import type { Shape } from './shape.ts';

/** 1 to 5 lines whose products lie at most locations, half of them short today. */
export const TYPICAL: Shape = {
  lines: [1, 5],
  quantity: [5, 200],
  locations: [10, 50],
  dates: [0, 4],
  density: [0.5, 0.95],
  lotDensity: [0.2, 0.6],
  share: [0.05, 0.5],
  shortToday: 0.5,
};

const LARGE: Shape = {
  lines: [10, 20],
  quantity: [5, 400],
  locations: [200, 500],
  dates: [6, 6],
  density: [0.4, 0.8],
  lotDensity: [0.1, 0.3],
  share: [0.03, 0.4],
  shortToday: 0.5,
};

/** Every location gives a little of a line, so many must open. */
const TIGHT: Shape = {
  lines: [3, 8],
  quantity: [50, 500],
  locations: [30, 80],
  dates: [0, 2],
  density: [0.5, 0.95],
  lotDensity: [0.3, 0.7],
  share: [0.03, 0.15],
  shortToday: 0.3,
};

export const typical: InstanceClass = seededClass(
  {
    name: 'typical',
    meaning: '1–5 lines, 10–50 locations, 0–4 dates',
    usual: 40,
    target: { times: 100, at: 'median' },
  },
  (seed) => drawAttempt(seed, TYPICAL),
);

export const large: InstanceClass = seededClass(
  {
    name: 'large',
    meaning: '10–20 lines, 200–500 locations, 6 dates',
    usual: 6,
    target: { times: 100, at: 'median' },
  },
  (seed) => drawAttempt(seed, LARGE),
);

export const tight: InstanceClass = seededClass(
  {
    name: 'tight',
    meaning: '3–8 lines, 30–80 locations that give 3–15 % of a line each, 0–2 dates',
    usual: 12,
    target: { times: 10, at: 'mean' },
  },
  (seed) => drawAttempt(seed, TIGHT),
);
