import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const CONFIG = resolve(ROOT, 'tsconfig.json');

/** A file that is not on the disk, beside the store's own. */
const SNIPPET = resolve(ROOT, 'src/store/snippet-of-a-test.ts');

/** A program of the compiler whose only root is `text`, read as a file of `src/store`. */
export function compileInStore(text: string): { program: ts.Program; snippet: ts.SourceFile } {
  const { config } = ts.readConfigFile(CONFIG, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (name) => name === SNIPPET || fileExists(name);
  host.readFile = (name) => (name === SNIPPET ? text : readFile(name));
  const program = ts.createProgram([SNIPPET], options, host);
  return { program, snippet: program.getSourceFile(SNIPPET)! };
}

/** The lines of `text`, from 0, in which the compiler finds an error. */
export function errorLinesIn(text: string): number[] {
  const { program, snippet } = compileInStore(text);
  return ts
    .getPreEmitDiagnostics(program, snippet)
    .map(({ start }) => snippet.getLineAndCharacterOfPosition(start ?? 0).line);
}
