import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from './command.ts';

interface ArgumentsConfig<O extends NonNullable<ParseArgsConfig['options']>> {
  readonly args: string[];
  readonly options: O;
  readonly allowPositionals: true;
  readonly strict: true;
}

/**
 * Reads options and operands.
 *
 * @throws UsageError for an option that is not one of `options`
 */
export function readArguments<const O extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: O,
): ReturnType<typeof parseArgs<ArgumentsConfig<O>>> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/**
 * The one operand that a command takes.
 *
 * @throws UsageError when there is none, or more than one
 */
export function oneOperand(operands: readonly string[], what: string): string {
  const [operand, ...others] = operands;
  if (operand === undefined) throw new UsageError(`expected ${what}`);
  if (others.length > 0) throw new UsageError(`expected only one ${what}, got also: ${others.join(' ')}`);
  return operand;
}
