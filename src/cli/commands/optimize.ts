import type { Decision } from '../../domain/decision.ts';
import { OptimizeRequest } from '../../domain/optimize-request.ts';
import { parseInput } from '../../input/parse.ts';
import { oneOperand, readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { decisionText } from '../decision-text.ts';
import { EXIT, type ExitCode, exitCodeHelp } from '../exit-codes.ts';
import type { ProgramPorts } from '../ports.ts';
import { readJsonInput } from '../read-input.ts';

const HELP = `Usage: backorder-release optimize FILE|- [--json]

Decides one release attempt: whether a backordered shipment can be released,
and from which locations and dated future lots. A shipment that cannot is held,
with the reasons, the earliest date and what would free it.

FILE holds the request of POST /v1/optimize; - reads it from standard input.
Only "shipment" is required. The smallest one that releases something:

  {
    "shipment": { "shipmentNumber": 1001,
                  "items": [{ "lineId": 1, "productCode": "KTP", "quantity": 5 }] },
    "inventory": [{ "locationCode": "A", "productCode": "KTP", "available": 5 }]
  }

Future lots count only with "settings": { "futureInventoryEnabled": true }.
Without "asOf" the attempt is made now; with it the same file has the same
answer on every day.

Options:
  --json   print the decision as JSON, as the HTTP API answers it
  --help   print this text

${exitCodeHelp()}`;

const codeOf = ({ decision }: Decision): ExitCode => (decision === 'held' ? EXIT.held : EXIT.done);

/** `backorder-release optimize FILE|-`. */
export const optimizeCommand = (ports: ProgramPorts): Command => ({
  name: 'optimize',
  summary: 'decide one release attempt from a JSON file',
  help: HELP,
  async run(args) {
    const { values, positionals } = readArguments(args, { json: { type: 'boolean', default: false } });
    const source = oneOperand(positionals, 'FILE, or - for standard input');
    const request = parseInput(OptimizeRequest, await readJsonInput(source));
    const decision = await ports.optimize(request);
    process.stdout.write(values.json ? `${JSON.stringify(decision, null, 2)}\n` : decisionText(decision));
    return codeOf(decision);
  },
});
