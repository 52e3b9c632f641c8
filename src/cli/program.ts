import { type Command, UsageError } from './command.ts';
import { doctorCommand } from './commands/doctor.ts';
import { optimizeCommand } from './commands/optimize.ts';
import { programCommand } from './commands/program.ts';
import { serveCommand } from './commands/serve.ts';
import { verifyCommand } from './commands/verify.ts';
import { waveCommand } from './commands/wave.ts';
import { workerCommand } from './commands/worker.ts';
import { EXIT, type ExitCode, exitCodeHelp } from './exit-codes.ts';
import { failureOf } from './failure.ts';
import type { ProgramPorts } from './ports.ts';

const COMMANDS = [
  optimizeCommand,
  waveCommand,
  verifyCommand,
  programCommand,
  serveCommand,
  workerCommand,
  doctorCommand,
];

const helpOf = (commands: readonly Command[]): string => `Usage: backorder-release COMMAND [ARGUMENTS]

Decides which backordered shipments can be released, from which locations and
dated future lots, and proves it.

Commands:
${commands.map(({ name, summary }) => `  ${name.padEnd(10)}${summary}`).join('\n')}

Options:
  --help      print this text; after a command, that of the command
  --version   print the version

${exitCodeHelp()}`;

const wantsHelp = (args: readonly string[]) => args.includes('--help') || args.includes('-h');

function print(text: string): ExitCode {
  process.stdout.write(text);
  return EXIT.done;
}

async function run(
  args: readonly string[],
  commands: readonly Command[],
  { version }: ProgramPorts,
): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === undefined) throw new UsageError('expected a command');
  if (name === '--version') return print(`${version}\n`);
  if (name === '--help' || name === '-h' || name === 'help') return print(helpOf(commands));
  const command = commands.find((known) => known.name === name);
  if (command === undefined) throw new UsageError(`there is no command "${name}"`);
  return wantsHelp(rest) ? print(command.help) : command.run(rest);
}

/**
 * Runs the program on the process's own streams, and prints what goes wrong.
 *
 * @param args what follows the program's name
 * @returns the exit code
 */
export async function runProgram(args: readonly string[], ports: ProgramPorts): Promise<ExitCode> {
  // `… | head` closes the pipe early. That is no failure.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit(process.exitCode ?? EXIT.done);
    });
  }
  const commands = COMMANDS.map((command) => command(ports));
  try {
    return await run(args, commands, ports);
  } catch (thrown) {
    const known = commands.find(({ name }) => name === args[0]);
    const { code, text } = failureOf(thrown, known?.name);
    process.stderr.write(`${text}\n`);
    return code;
  }
}
