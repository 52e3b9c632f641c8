import { describe, expect, it } from 'vitest';
import { DEFAULT_PARAMETERS, PARAMETERS, solveParameters } from '../../src/solver/parameters.ts';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import { readDocument, tableOf } from '../documentation/tables.ts';

const rows = Object.entries(PARAMETERS);

describe('the parameters of search and attempt', () => {
  it('are those of the table in the README', () => {
    const written = tableOf(readDocument('../src/solver/README.md'), 'parameter');
    expect(written).toEqual(
      rows.map(([name, { unit, least, most, default: initial, meaning }]) => [
        name,
        String(initial),
        `${least} to ${most}`,
        unit,
        meaning,
      ]),
    );
  });

  it.each(rows)('%s has a default within its range', (name, { default: initial }) => {
    expect(solveParameters({ [name]: initial })).toEqual(DEFAULT_PARAMETERS);
  });

  it.each(rows)('%s takes both ends of its range, and nothing beyond', (name, { least, most, integer }) => {
    expect(solveParameters({ [name]: least })).toEqual({ ...DEFAULT_PARAMETERS, [name]: least });
    expect(solveParameters({ [name]: most })).toEqual({ ...DEFAULT_PARAMETERS, [name]: most });
    const refused = [least - 1e-6, most + 1e-6, Number.NaN, ...(integer ? [least + 0.5] : [])];
    for (const value of refused) {
      expect(() => solveParameters({ [name]: value })).toThrow(
        new RegExp(`^${name} must be .* from ${least} to ${most} `),
      );
    }
  });

  it('know no other name', () => {
    expect(() => solveParameters({ quickness: 1 } as object)).toThrow(
      'there is no solver parameter quickness',
    );
    expect(() => solveParameters({ toString: 1 } as object)).toThrow('there is no solver parameter toString');
  });

  it('are checked when the portfolio is created', () => {
    expect(() => createPortfolio({ parameters: { restrictShare: 2 } })).toThrow(RangeError);
  });
});
