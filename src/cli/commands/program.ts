import { OptimizeRequest } from '../../domain/optimize-request.ts';
import { formulate } from '../../formulation/formulate.ts';
import { programText } from '../../formulation/print/program-text.ts';
import { parseInput } from '../../input/parse.ts';
import { takeSnapshot } from '../../input/take-snapshot.ts';
import { oneOperand, readArguments } from '../arguments.ts';
import { type Command, UsageError } from '../command.ts';
import { EXIT, exitCodeHelp } from '../exit-codes.ts';
import type { ProgramPorts } from '../ports.ts';
import { readJsonInput } from '../read-input.ts';

const HELP = `Usage: backorder-release program FILE|- [--level N] [--fix V1,V2,...]

Prints the integer program of one release attempt in LP format, which most
solvers read, with the names of the mathematics: x_LINE_LOCATION_DAY,
y_LOCATION_DAY, and rows named after the rules that they come from. Solves
nothing.

FILE holds the request of POST /v1/optimize; - reads it from standard input.

The objective is lexicographic and LP format has one objective, so one level is
minimised, and the others are comments. To solve it with another solver, solve
level 1, then level 2 with the value of level 1 fixed, and so on:

  backorder-release program problem.json --level 1 > level-1.lp
  backorder-release program problem.json --level 2 --fix 0 > level-2.lp

Options:
  --level N        the level to minimise, from 1 (1)
  --fix V1,V2,...  values of the levels before it; each becomes a row
  --help           print this text

${exitCodeHelp()}`;

/** @throws UsageError where the text is no number */
function numberOf(text: string, option: string): number {
  if (text.trim() === '' || !Number.isFinite(Number(text))) {
    throw new UsageError(`${option} takes numbers, got "${text}"`);
  }
  return Number(text);
}

/** `backorder-release program FILE|-`. */
export const programCommand = (ports: ProgramPorts): Command => ({
  name: 'program',
  summary: 'print the integer program of an attempt, in LP format',
  help: HELP,
  async run(args) {
    const { values, positionals } = readArguments(args, {
      level: { type: 'string', default: '1' },
      fix: { type: 'string' },
    });
    const source = oneOperand(positionals, 'FILE, or - for standard input');
    const level = numberOf(values.level, '--level');
    const fixed =
      values.fix === undefined ? [] : values.fix.split(',').map((text) => numberOf(text, '--fix'));
    const request = parseInput(OptimizeRequest, await readJsonInput(source));
    const snapshot = takeSnapshot(request, ports.now());
    const title = `shipment ${snapshot.shipment.shipmentNumber}, attempt of ${snapshot.today}`;
    try {
      process.stdout.write(programText(formulate(snapshot), title, { level, fixed }));
    } catch (error) {
      if (error instanceof RangeError) throw new UsageError(error.message);
      throw error;
    }
    return EXIT.done;
  },
});
