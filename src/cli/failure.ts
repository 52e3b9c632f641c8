import { NothingProvenError } from '../attempt/optimize.ts';
import { InputError } from '../domain/faults.ts';
import { ConfigError } from '../errors.ts';
import { UsageError } from './command.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

/** Faults after these are counted and not printed. */
const FAULTS_SHOWN = 50;

/** What is printed, and how the program ends. */
export interface Failure {
  readonly code: ExitCode;
  readonly text: string;
}

/** Shows control characters of an input as text, so that a terminal does not act on them. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: making them visible is the purpose
  return text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

function inputText({ kind, faults }: InputError): string {
  const head = kind === 'malformed' ? 'The input is malformed:' : 'The input contradicts itself:';
  const rows = faults.slice(0, FAULTS_SHOWN).map(({ path, message }) => `  ${path || '(root)'}: ${message}`);
  const rest = faults.length - rows.length;
  return [head, ...rows, ...(rest > 0 ? [`  … and ${rest} more`] : [])].join('\n');
}

/** What to print and the exit code for anything thrown. An error that is not foreseen is a defect and shows its stack. */
export function failureOf(thrown: unknown, command: string | undefined): Failure {
  if (thrown instanceof UsageError) {
    const help = `Try: backorder-release ${command === undefined ? '' : `${command} `}--help`;
    return { code: EXIT.unusable, text: printable(`${thrown.message}\n${help}`) };
  }
  if (thrown instanceof InputError) return { code: EXIT.unusable, text: printable(inputText(thrown)) };
  if (thrown instanceof NothingProvenError)
    return { code: EXIT.nothingProven, text: printable(thrown.message) };
  if (thrown instanceof ConfigError) return { code: EXIT.unusable, text: printable(thrown.message) };
  // The message of a store that is away says everything; a stack would only hide it.
  if (thrown instanceof Error && thrown.name === 'StoreError') {
    return { code: EXIT.failed, text: printable(thrown.message) };
  }
  const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return { code: EXIT.failed, text };
}
