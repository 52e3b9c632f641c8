import type { ExitCode } from './exit-codes.ts';

/** One command of the program. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What `--help` prints. */
  readonly help: string;
  /**
   * @param args what follows the command's name
   * @throws UsageError for arguments it does not take
   * @throws InputError for an input that cannot be used
   */
  run(args: readonly string[]): Promise<ExitCode>;
}

/** The command line cannot be understood; the message says what is wrong with it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
