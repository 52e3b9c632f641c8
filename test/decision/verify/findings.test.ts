import { expect, test } from 'vitest';
import type { Violation } from '../../../src/decision/verify/verification.ts';
import { verify } from '../../../src/decision/verify/verify.ts';
import { snapshotOf } from '../../arbitraries/snapshot-of.ts';
import {
  eligibilityBreaches,
  heldBreaches,
  limitBreaches,
  lineBreaches,
  statusBreaches,
  supplyBreaches,
} from './breaches.ts';
import { allocationBreaches, childBreaches, demandBreaches } from './breaches-of-shape.ts';
import { objectiveBreaches, optimalityBreaches } from './breaches-of-worth.ts';
import { FINDINGS } from './findings.ts';

const BREACHES = [
  ...lineBreaches,
  ...eligibilityBreaches,
  ...supplyBreaches,
  ...demandBreaches,
  ...limitBreaches,
  ...statusBreaches,
  ...childBreaches,
  ...allocationBreaches,
  ...objectiveBreaches,
  ...heldBreaches,
  ...optimalityBreaches,
];

const text = (value: unknown) =>
  JSON.stringify(value, (_key, item) => (typeof item === 'number' ? Number(item.toFixed(9)) : item));

const tell = ({ code, path, expected, actual }: Violation) =>
  `${code} at ${path}: ${text(actual)} instead of ${text(expected)}`;

test.each(BREACHES.map((breach) => [breach.claim, breach] as const))(
  'the findings on %s name place, value and what it should be',
  (claim, { problem, plan }) => {
    expect(verify(snapshotOf(problem), plan).violations.map(tell)).toEqual(FINDINGS[claim]);
  },
);
