import { WavePolicy, WaveRequest } from '../../domain/wave/request.ts';
import { parseInput } from '../../input/parse.ts';
import { oneOperand, readArguments } from '../arguments.ts';
import { type Command, UsageError } from '../command.ts';
import { EXIT, exitCodeHelp } from '../exit-codes.ts';
import type { ProgramPorts } from '../ports.ts';
import { readJsonInput } from '../read-input.ts';
import { waveText } from '../wave-text.ts';

const HELP = `Usage: backorder-release wave FILE|- [--policy POLICY] [--json]

Decides many backordered shipments that want the same stock: who is released,
and from which locations and dated future lots. It says what that comes to
beside what the field does with the same stock.

FILE holds the request of POST /v1/optimize/wave; - reads it from standard
input. It is that of "optimize" with "shipments" in place of "shipment":

  {
    "shipments": [
      { "shipmentNumber": 1001, "backorderedAt": "2026-04-01",
        "items": [{ "lineId": 1, "productCode": "KTP", "quantity": 2 }] },
      { "shipmentNumber": 1002, "backorderedAt": "2026-04-02", "priority": 1,
        "items": [{ "lineId": 1, "productCode": "KTP", "quantity": 4 }] } ],
    "inventory": [{ "locationCode": "A", "productCode": "KTP", "available": 5 }]
  }

Policies:
  one-by-one    in queue order, each as if it were alone
  first-come    in queue order, strictly; locations are chosen at the end
  optimal       the most value

Options:
  --policy POLICY   in place of the policy that FILE states
  --json            print the answer as JSON, as the HTTP API answers it
  --help            print this text

${exitCodeHelp()}`;

/** The request with the policy of the command line, where one is given. @throws UsageError for one that there is not */
function withPolicy(request: unknown, policy: string | undefined): unknown {
  if (policy === undefined) return request;
  if (!WavePolicy.safeParse(policy).success) {
    throw new UsageError(`there is no policy "${policy}"; it is one of ${WavePolicy.options.join(', ')}`);
  }
  return typeof request === 'object' && request !== null ? { ...request, policy } : request;
}

/** `backorder-release wave FILE|-`. */
export const waveCommand = (ports: ProgramPorts): Command => ({
  name: 'wave',
  summary: 'decide many shipments over one stock',
  help: HELP,
  async run(args) {
    const { values, positionals } = readArguments(args, {
      json: { type: 'boolean', default: false },
      policy: { type: 'string' },
    });
    const source = oneOperand(positionals, 'FILE, or - for standard input');
    const request = withPolicy(await readJsonInput(source), values.policy);
    const answer = await ports.optimizeWave(parseInput(WaveRequest, request));
    process.stdout.write(values.json ? `${JSON.stringify(answer, null, 2)}\n` : waveText(answer));
    return answer.released + answer.partiallyReleased > 0 ? EXIT.done : EXIT.held;
  },
});
