import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const entry = `${root}dist/index.d.ts`;

const program = ts.createProgram([entry], {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2023,
  strict: true,
  noEmit: true,
  allowImportingTsExtensions: true,
});
const checker = program.getTypeChecker();
const module = checker.getSymbolAtLocation(program.getSourceFile(entry)!)!;

const original = (symbol: ts.Symbol): ts.Symbol =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;

/** The name that a node of a declaration refers to, if it is one that refers. */
function referredName(node: ts.Node): ts.Node | undefined {
  if (ts.isTypeReferenceNode(node)) return node.typeName;
  if (ts.isTypeQueryNode(node)) return node.exprName;
  if (ts.isExpressionWithTypeArguments(node)) return node.expression;
  if (ts.isImportTypeNode(node)) return node.qualifier;
  return undefined;
}

/** Everything of this package that a declaration refers to. */
function referencesIn(node: ts.Node): ts.Symbol[] {
  const name = referredName(node);
  const symbol = name && checker.getSymbolAtLocation(name);
  const found = symbol ? [original(symbol)] : [];
  ts.forEachChild(node, (child) => {
    found.push(...referencesIn(child));
  });
  return found.filter(({ declarations = [] }) =>
    declarations.some(
      (one) => one.getSourceFile().fileName.startsWith(`${root}dist/`) && !ts.isTypeParameterDeclaration(one),
    ),
  );
}

const documented = (declaration: ts.Node): boolean => ts.getJSDocCommentsAndTags(declaration).length > 0;

describe('the public module', () => {
  const exported = checker.getExportsOfModule(module).map(original);

  it('exports every type that its types name', () => {
    const unnamed = exported.flatMap(({ name, declarations = [] }) =>
      declarations
        .flatMap(referencesIn)
        .filter((symbol) => !exported.includes(symbol))
        .map((symbol) => `${name} names ${symbol.name}`),
    );
    expect(exported.length).toBeGreaterThan(15);
    expect([...new Set(unnamed)]).toEqual([]);
  });

  it('says of each export what it is', () => {
    const silent = exported.filter(({ declarations = [] }) => !declarations.some(documented));
    expect(silent.map(({ name }) => name)).toEqual([]);
  });
});
