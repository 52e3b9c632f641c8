import { readArguments } from '../arguments.ts';
import { type Command, UsageError } from '../command.ts';
import { type ExitCode, exitCodeHelp } from '../exit-codes.ts';
import type { ProgramPorts } from '../ports.ts';

const listed = (variables: ProgramPorts['variables']): string =>
  Object.entries(variables)
    .map(
      ([name, { defaultText, meaning }]) =>
        `  ${name} (${defaultText})\n      ${meaning.replaceAll('`', '')}\n`,
    )
    .join('');

const helpOf = (
  variables: ProgramPorts['variables'],
): string => `Usage: backorder-release serve [--host HOST] [--port PORT]

Serves the HTTP API: /v1/optimize and /v1/verify, which keep nothing, and the
release system of settings, stock, orders and shipments, which keeps them in
DATA_DIR or in the Postgres of DATABASE_URL; /docs for reading and trying it.
Writes its log to standard output, one JSON object a line; the first says where
it listens. SIGTERM or SIGINT stops it once what is being solved has been
answered.

Options:
  --host HOST   instead of the variable HOST
  --port PORT   instead of the variable PORT
  --help        print this text

Environment variables, with their defaults:
${listed(variables)}
${exitCodeHelp()}`;

/** `backorder-release serve`. */
export const serveCommand = (ports: ProgramPorts): Command => ({
  name: 'serve',
  summary: 'serve the HTTP API',
  help: helpOf(ports.variables),
  async run(args) {
    const { values, positionals } = readArguments(args, {
      host: { type: 'string' },
      port: { type: 'string' },
    });
    if (positionals.length > 0) throw new UsageError(`serve takes no ${positionals.join(' ')}`);
    const { host: HOST = process.env.HOST, port: PORT = process.env.PORT } = values;
    return (await ports.serve({ ...process.env, HOST, PORT })) as ExitCode;
  },
});
