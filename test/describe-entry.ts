import { createHash } from 'node:crypto';
import ts from 'typescript';

/**
 * Longer declarations, such as the table of commands with all schemas, appear as their members and a digest.
 */
const longest = 2_500;
const printer = ts.createPrinter({ removeComments: true });

/** The exports of a declaration file, by name: what each is, and its text. */
export const describeEntry = (file: string): string => {
  const program = ts.createProgram([file], {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    skipLibCheck: true,
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${file} is no module; has it been built?`);
  const described = checker.getExportsOfModule(module).map((symbol) => ({
    name: symbol.name,
    text: describeSymbol(checker, symbol),
  }));
  return `${described
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, text }) => `## ${name}\n${text}`)
    .join('\n\n')}\n`;
};

const describeSymbol = (checker: ts.TypeChecker, exported: ts.Symbol): string => {
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  return (symbol.declarations ?? []).map((declaration) => textOf(checker, declaration)).join('\n');
};

/** The compiler orders an inferred union by what it has read first, which differs from build to build. */
const withSortedUnions = (text: string): string =>
  text.replaceAll(/"[^"]*"(?: \| "[^"]*")+/g, (union) => union.split(' | ').toSorted().join(' | '));

const textOf = (checker: ts.TypeChecker, declaration: ts.Declaration): string => {
  // `declare const x: T` stands above the declaration itself, which is but `x: T`.
  const isVariable = ts.isVariableDeclaration(declaration);
  if (ts.isSourceFile(declaration)) return namespaceText(checker, declaration);
  const text = printer.printNode(ts.EmitHint.Unspecified, declaration, declaration.getSourceFile());
  const whole = isVariable ? `const ${text}` : text.replace(/^(export )?(declare )?/, '');
  if (whole.length <= longest) return whole;
  const members = checker
    .getPropertiesOfType(checker.getTypeAtLocation(declaration))
    .map(({ name }) => name)
    .sort();
  const digest = createHash('sha256').update(withSortedUnions(whole)).digest('hex').slice(0, 16);
  return `${whole.slice(0, whole.search(/[{=:]/))}… ${digest}\n${members.map((name) => `  ${name}`).join('\n')}`;
};

const namespaceText = (checker: ts.TypeChecker, file: ts.SourceFile): string => {
  const symbol = checker.getSymbolAtLocation(file);
  const names = symbol ? checker.getExportsOfModule(symbol).map(({ name }) => name) : [];
  return `namespace\n${names
    .sort()
    .map((name) => `  ${name}`)
    .join('\n')}`;
};
