import { verify } from '../../decision/verify/verify.ts';
import { verifyWave } from '../../decision/verify/wave/verify-wave.ts';
import { VerifyRequest } from '../../domain/verify-request.ts';
import { WaveVerifyRequest } from '../../domain/wave/verify-wave.ts';
import { parseInput } from '../../input/parse.ts';
import { takeCheck } from '../../input/take-attempt.ts';
import { asksOfWave, takeWaveCheck } from '../../input/take-wave.ts';
import { oneOperand, readArguments } from '../arguments.ts';
import { type Command, UsageError } from '../command.ts';
import { EXIT, exitCodeHelp } from '../exit-codes.ts';
import type { ProgramPorts } from '../ports.ts';
import { readJsonInput } from '../read-input.ts';
import { verificationText } from '../verification-text.ts';

const HELP = `Usage: backorder-release verify FILE|- [--json]
       backorder-release verify --problem FILE --plan FILE [--json]

Checks anyone's plan against the problem it answers. Every rule is
recomputed from the problem, with none of the code that makes plans.

FILE holds the request of POST /v1/verify, { "problem": …, "plan": … }; - reads
it from standard input. The problem is what "optimize" takes, the plan is what
"optimize --json" prints, or anything of that shape:

  backorder-release optimize problem.json --json > plan.json
  backorder-release verify --problem problem.json --plan plan.json

A problem with "shipments" is a wave: what "wave" takes, and its plan is what
"wave --json" prints.

Options:
  --problem FILE   read the problem from here (one of the two may be -)
  --plan FILE      read the plan from here
  --json           print the finding as JSON, as the HTTP API answers it
  --help           print this text

${exitCodeHelp()}`;

interface Sources {
  readonly problem?: string | undefined;
  readonly plan?: string | undefined;
}

async function readRequest({ problem, plan }: Sources, operands: readonly string[]): Promise<unknown> {
  if (problem === undefined && plan === undefined) {
    return readJsonInput(oneOperand(operands, 'FILE, or - for standard input'));
  }
  if (problem === undefined || plan === undefined) {
    throw new UsageError('--problem and --plan are given together, or a FILE that holds both');
  }
  if (operands.length > 0)
    throw new UsageError(`--problem and --plan leave no place for ${operands.join(' ')}`);
  if (problem === '-' && plan === '-') throw new UsageError('only one of --problem and --plan can be -');
  return { problem: await readJsonInput(problem), plan: await readJsonInput(plan) };
}

/** What the checker finds of a plan for an attempt, or for a wave. */
function findingOf(given: unknown, now: string) {
  if (asksOfWave(given)) {
    const { wave, plan, claim } = takeWaveCheck(parseInput(WaveVerifyRequest, given), now);
    return verifyWave(wave, plan, { claim });
  }
  const { snapshot, plan, claim } = takeCheck(parseInput(VerifyRequest, given), now);
  return verify(snapshot, plan, { claim });
}

/** `backorder-release verify FILE|-`. */
export const verifyCommand = (ports: ProgramPorts): Command => ({
  name: 'verify',
  summary: "check anyone's plan against its problem",
  help: HELP,
  async run(args) {
    const { values, positionals } = readArguments(args, {
      json: { type: 'boolean', default: false },
      problem: { type: 'string' },
      plan: { type: 'string' },
    });
    const finding = findingOf(await readRequest(values, positionals), ports.now());
    process.stdout.write(values.json ? `${JSON.stringify(finding, null, 2)}\n` : verificationText(finding));
    return finding.valid ? EXIT.done : EXIT.planInvalid;
  },
});
