#!/usr/bin/env node
import { VERSION } from '../compose.ts';
import { type Command, UsageError } from './command.ts';
import { doctorCommand } from './commands/doctor.ts';
import { optimizeCommand } from './commands/optimize.ts';
import { serveCommand } from './commands/serve.ts';
import { verifyCommand } from './commands/verify.ts';
import { workerCommand } from './commands/worker.ts';
import { EXIT, type ExitCode, exitCodeHelp } from './exit-codes.ts';
import { failureOf } from './failure.ts';

const COMMANDS: readonly Command[] = [
  optimizeCommand,
  verifyCommand,
  serveCommand,
  workerCommand,
  doctorCommand,
];

const HELP = `Usage: backorder-release COMMAND [ARGUMENTS]

Decides which backordered shipments can be released, from which locations and
dated future lots, and proves it.

Commands:
${COMMANDS.map(({ name, summary }) => `  ${name.padEnd(10)}${summary}`).join('\n')}

Options:
  --help      print this text; after a command, that of the command
  --version   print the version

${exitCodeHelp()}`;

const wantsHelp = (args: readonly string[]) => args.includes('--help') || args.includes('-h');

function print(text: string): ExitCode {
  process.stdout.write(text);
  return EXIT.done;
}

async function run(args: readonly string[]): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === undefined) throw new UsageError('expected a command');
  if (name === '--version') return print(`${VERSION}\n`);
  if (name === '--help' || name === '-h' || name === 'help') return print(HELP);
  const command = COMMANDS.find((known) => known.name === name);
  if (command === undefined) throw new UsageError(`there is no command "${name}"`);
  return wantsHelp(rest) ? print(command.help) : command.run(rest);
}

// `… | head` closes the pipe early; that is the reader's right and no failure of ours.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(process.exitCode ?? EXIT.done);
  });
}

const args = process.argv.slice(2);
try {
  process.exitCode = await run(args);
} catch (thrown) {
  const known = COMMANDS.find(({ name }) => name === args[0]);
  const { code, text } = failureOf(thrown, known?.name);
  process.stderr.write(`${text}\n`);
  process.exitCode = code;
}
