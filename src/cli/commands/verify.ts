import { verify } from '../../decision/verify/verify.ts';
import { VerifyRequest } from '../../domain/verify-request.ts';
import { parseInput } from '../../input/parse.ts';
import { takeCheck } from '../../input/take-attempt.ts';
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
    const request = parseInput(VerifyRequest, await readRequest(values, positionals));
    const { snapshot, plan, claim } = takeCheck(request, ports.now());
    const finding = verify(snapshot, plan, { claim });
    process.stdout.write(values.json ? `${JSON.stringify(finding, null, 2)}\n` : verificationText(finding));
    return finding.valid ? EXIT.done : EXIT.planInvalid;
  },
});
