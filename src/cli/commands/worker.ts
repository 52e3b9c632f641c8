import { readArguments } from '../arguments.ts';
import { type Command, UsageError } from '../command.ts';
import { type ExitCode, exitCodeHelp } from '../exit-codes.ts';
import type { ProgramPorts } from '../ports.ts';

const HELP = `Usage: backorder-release worker [--help]

Works on the jobs of the Postgres that DATABASE_URL names: releases after
inventory changes, scheduled releases, webhooks. Any number of workers may run
beside the service, on this machine or others. Reads the same variables as
serve, and serves nothing. SIGTERM or SIGINT stops it once the jobs that run
have ended.

Options:
  --help   print this text

${exitCodeHelp()}`;

/** `backorder-release worker`. */
export const workerCommand = (ports: ProgramPorts): Command => ({
  name: 'worker',
  summary: 'work on the jobs of a Postgres, beside a service',
  help: HELP,
  async run(args) {
    const { positionals } = readArguments(args, {});
    if (positionals.length > 0) throw new UsageError(`worker takes no ${positionals.join(' ')}`);
    return (await ports.work(process.env)) as ExitCode;
  },
});
