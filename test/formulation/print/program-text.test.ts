import fc from 'fast-check';
import highsModule from 'highs';
import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../src/domain/snapshot.ts';
import { formulate } from '../../../src/formulation/formulate.ts';
import { codeInName, namesOf } from '../../../src/formulation/print/names.ts';
import { programText } from '../../../src/formulation/print/program-text.ts';
import { createPortfolio } from '../../../src/solver/portfolio.ts';
import { optimizeRequest } from '../../arbitraries/request.ts';
import { runs } from '../../arbitraries/runs.ts';
import { snapshotOf as drawnSnapshot } from '../../arbitraries/snapshot-of.ts';
import { FUTURE, lot, snapshotOf, stock } from '../readable.ts';

// The types of the package describe its CommonJS module. Node imports its ES module, whose default is the loader.
const loadHighs = highsModule as unknown as typeof highsModule.default;

/** HiGHS as a reader of LP files. Rows that differ by 10⁻⁶ are equal to it, which small attempts do not notice. */
const highs = await loadHighs();
const EXACT = { mip_rel_gap: 0, mip_abs_gap: 1e-6, output_flag: false };

const printed = (snapshot: Snapshot, level = 1, fixed: number[] = []) =>
  programText(formulate(snapshot), 'a title', { level, fixed });

describe('the program of an attempt as text', () => {
  it('names columns, rows and rules as the mathematics does', () => {
    const snapshot = snapshotOf({
      settings: FUTURE,
      lines: [{ quantity: 5 }],
      inventory: [stock('A', 3)],
      futureInventory: [lot('po-1', 'B-2', '2026-05-04', 9)],
    });
    expect(printed(snapshot, 2, [0])).toBe(`\\ a title
\\ 4 columns, 5 rows
\\
\\ x_LINE_LOCATION_DAY  units that the line takes from the package, integer
\\ y_LOCATION_DAY       1: the package becomes a child shipment
\\ DAY is now (current inventory) or a date; in codes - is written ., other signs ~HEX~
\\
\\ The objective is lexicographic, first level first:
\\   1 unfilledUnits; the sum is 0 in every plan; fixed by a row
\\   2 futureUnits; minimised here
\\   3 waitUnitDays
\\   4 childShipments
\\   5 locationCost; the sum is 0 in every plan
Minimize
 level_2_futureUnits: x_1_B.2_2026.05.04
Subject To
\\ demand: Σ_k x_ik = q_i
 demand_1: x_1_A_now + x_1_B.2_2026.05.04 = 5
\\ supply: Σ_i x_ik ≤ a_pk
 supply_KTP_A_now: x_1_A_now <= 3
 supply_KTP_B.2_2026.05.04: x_1_B.2_2026.05.04 <= 9
\\ opening: x_ik ≤ min(q_i, a_pk) · y_k
 opening_1_A_now: x_1_A_now - 3 y_A_now <= 0
 opening_1_B.2_2026.05.04: x_1_B.2_2026.05.04 - 5 y_B.2_2026.05.04 <= 0
\\ levels that are solved already
 fixed_level_1_unfilledUnits: 0 x_1_A_now = 0
Bounds
 0 <= x_1_A_now <= 3
 0 <= x_1_B.2_2026.05.04 <= 5
General
 x_1_A_now x_1_B.2_2026.05.04
Binary
 y_A_now y_B.2_2026.05.04
End
`);
  });

  it('says what a level is worth beyond its sum', () => {
    const snapshot = snapshotOf({ settings: { partialRelease: 'line' }, lines: [{ quantity: 5 }] });
    const text = printed(snapshot);
    expect(text).toContain('1 unfilledUnits; value = 5 + the sum; minimised here');
    expect(text).toContain('Minimize\n level_1_unfilledUnits: - 5 z_1\n');
  });

  it('has one level in weighted mode', () => {
    const snapshot = snapshotOf({
      settings: { objective: { mode: 'weighted', weights: { childShipment: 2.5 } } },
      lines: [{ quantity: 1 }],
      inventory: [stock('A', 1)],
    });
    expect(printed(snapshot)).toContain(' level_1_weighted: 2.5 y_A_now\n');
    expect(() => printed(snapshot, 2)).toThrow('the objective has the levels 1 to 1, and no 2');
  });

  it('refuses more fixed values than there are levels before', () => {
    const snapshot = snapshotOf({ lines: [{ quantity: 1 }] });
    expect(() => printed(snapshot, 2, [0, 0])).toThrow(
      'level 2 has 1 levels before it, and 2 values are fixed',
    );
  });

  it('is legal without any column, and then infeasible where a line wants units', () => {
    const text = printed(snapshotOf({ lines: [{ quantity: 1 }] }));
    expect(text).toContain(' demand: 0 nothing = 1\n');
    expect(highs.solve(text, EXACT).Status).toBe('Infeasible');
  });

  it('keeps different codes apart, and every sign legal', () => {
    expect(codeInName('WH 1/é-2')).toBe('WH~20~1~2f~~e9~.2');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        expect(codeInName(a)).toMatch(/^[A-Za-z0-9.~]*$/);
        expect(codeInName(a) === codeInName(b)).toBe(a === b);
      }),
      runs(),
    );
  });

  it('numbers names that would be too long', () => {
    const code = 'é'.repeat(200);
    const snapshot = snapshotOf({ lines: [{ quantity: 1 }], inventory: [stock(code, 1)] });
    const { columns, rows } = namesOf(formulate(snapshot));
    expect(columns).toEqual(['x.1', 'y.2']);
    expect(rows).toEqual(['demand_1', 'supply.1', 'opening.1']);
    expect(highs.solve(printed(snapshot, 4), EXACT).ObjectiveValue).toBe(1);
  });
});

describe('a reader of LP files', () => {
  it('reads what is printed, and solves it level by level to our optimum', async () => {
    const engine = createPortfolio();
    let solved = 0;
    await fc.assert(
      fc.asyncProperty(optimizeRequest('small'), async (request) => {
        const formulation = formulate(drawnSnapshot(request));
        const { program, levelOffsets } = formulation;
        const ours = await engine.solve(program, { timeLimitMs: 20_000 });
        const fixed: number[] = [];
        for (const [position, { costs, scale }] of program.levels.entries()) {
          const text = programText(formulation, 'drawn', { level: position + 1, fixed });
          const theirs = highs.solve(text, EXACT);
          expect(Object.keys(theirs.Columns)).toHaveLength(Math.max(1, program.columnLower.length));
          expect(theirs.Rows).toHaveLength(program.rowLower.length + fixed.length);
          if (ours.termination === 'infeasible') {
            expect(theirs.Status).toBe('Infeasible');
            return;
          }
          expect(theirs.Status).toBe('Optimal');
          const value = costs.reduce((sum, cost, column) => sum + cost * ours.point![column]!, 0) / scale;
          expect(theirs.ObjectiveValue).toBeCloseTo(value, 4);
          fixed.push(value + levelOffsets[position]!);
        }
        solved += 1;
      }),
      runs(),
    );
    expect(solved).toBeGreaterThan(20);
  }, 240_000);
});
