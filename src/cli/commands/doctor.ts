import { readArguments } from '../arguments.ts';
import { type Command, UsageError } from '../command.ts';
import { EXIT, exitCodeHelp } from '../exit-codes.ts';
import type { ProgramPorts } from '../ports.ts';
import { table } from '../table.ts';

const HELP = `Usage: backorder-release doctor [--json]

Rebuilds every counter of stock and future inventory from the ledger and from
the allocations, compares, and checks that allocations, statuses and backlog
fit together. Reads DATABASE_URL, or DATA_DIR while no service runs on it.
Changes nothing.

Options:
  --json   print the differences as JSON
  --help   print this text

${exitCodeHelp()}`;

/** `backorder-release doctor`. */
export const doctorCommand = (ports: ProgramPorts): Command => ({
  name: 'doctor',
  summary: 'rebuild the counters of stock and compare',
  help: HELP,
  async run(args) {
    const { values, positionals } = readArguments(args, { json: { type: 'boolean' } });
    if (positionals.length > 0) throw new UsageError(`doctor takes no ${positionals.join(' ')}`);
    const found = await ports.examine(process.env);
    if (values.json) process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
    else if (found.length === 0) process.stdout.write('Nothing differs.\n');
    else {
      const rows = found.map(({ siteId, check, subject, kept, rebuilt }) =>
        [siteId, check, subject, kept, rebuilt].map((cell) => String(cell ?? 'none')),
      );
      process.stdout.write(table(['site', 'check', 'of', 'kept', 'rebuilt'], rows));
    }
    return found.length === 0 ? EXIT.done : EXIT.countersDiffer;
  },
});
