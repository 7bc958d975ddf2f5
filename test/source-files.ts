import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** One thing a file imports, re-exports or loads. */
export interface Imported {
  from: string;
  /** Nothing of it is left at run time. */
  typeOnly: boolean;
}

const skipped = new Set(['node_modules', 'dist', 'data', 'coverage', '.git', '__screenshots__']);

/** Files below a folder of the repository, as paths from the root, that end in one of the given ways. */
export const filesBelow = (folder: string, ...endings: string[]): string[] =>
  readdirSync(join(root, folder))
    .filter((name) => !skipped.has(name))
    .flatMap((name) => {
      const path = join(folder, name);
      if (statSync(join(root, path)).isDirectory()) return filesBelow(path, ...endings);
      return endings.some((ending) => name.endsWith(ending)) ? [path] : [];
    });

export const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Returns the imports of a file, dynamic imports and types included. */
export const importsOf = (path: string): Imported[] => {
  const source = ts.createSourceFile(path, textOf(path), ts.ScriptTarget.Latest, true);
  const found: Imported[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      found.push({ from: node.moduleSpecifier.text, typeOnly: isTypeImport(node.importClause) });
    } else if (
      ts.isExportDeclaration(node) &&
      node.moduleSpecifier &&
      ts.isStringLiteral(node.moduleSpecifier)
    ) {
      found.push({ from: node.moduleSpecifier.text, typeOnly: node.isTypeOnly });
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [target] = node.arguments;
      if (target && ts.isStringLiteral(target)) found.push({ from: target.text, typeOnly: false });
    } else if (
      ts.isImportTypeNode(node) &&
      ts.isLiteralTypeNode(node.argument) &&
      ts.isStringLiteral(node.argument.literal)
    ) {
      found.push({ from: node.argument.literal.text, typeOnly: true });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
};

/** The files that a file imports by a path, as paths from the root. */
export const filesImportedBy = (path: string): string[] => [
  ...new Set(
    importsOf(path)
      .filter(({ from }) => from.startsWith('.'))
      .map(({ from }) => normalize(join(dirname(path), from))),
  ),
];

/** Groups of files that import each other, types and dynamic imports included, the largest first. */
export const circlesAmong = (paths: readonly string[]): string[][] => {
  const edges = new Map(paths.map((path) => [path, filesImportedBy(path)]));
  const index = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const circles: string[][] = [];
  const lowestOf = (path: string): number => lowest.get(path) ?? 0;
  const visit = (path: string): void => {
    index.set(path, index.size);
    lowest.set(path, index.size - 1);
    stack.push(path);
    for (const next of edges.get(path) ?? []) {
      if (!edges.has(next)) continue;
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) lowest.set(path, Math.min(lowestOf(path), lowestOf(next)));
    }
    if (lowestOf(path) !== index.get(path)) return;
    const circle = stack.splice(stack.indexOf(path));
    if (circle.length > 1) circles.push(circle.sort());
  };
  for (const path of paths) if (!index.has(path)) visit(path);
  return circles.sort((one, other) => other.length - one.length);
};

const isTypeImport = (clause: ts.ImportClause | undefined): boolean => {
  if (!clause) return false; // imported for what it does
  if (clause.isTypeOnly) return true;
  const { name, namedBindings } = clause;
  return (
    !name &&
    namedBindings !== undefined &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.every(({ isTypeOnly }) => isTypeOnly)
  );
};

/** Names that a file exports itself; what it only passes on is left out. */
export const exportedNames = (path: string): string[] => {
  const source = ts.createSourceFile(path, textOf(path), ts.ScriptTarget.Latest, true);
  return source.statements.flatMap((statement) => {
    const isExported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!isExported) return [];
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.map(({ name }) => name.getText());
    return 'name' in statement ? [(statement.name as ts.Identifier).text] : [];
  });
};

/** The functions of a file, each with the number of its lines that are not lines of a function inside of it. */
export const functionsOf = (path: string): { name: string; lines: number }[] => {
  const source = ts.createSourceFile(path, textOf(path), ts.ScriptTarget.Latest, true);
  const lineAt = (at: number): number => source.getLineAndCharacterOfPosition(at).line;
  const found: { name: string; lines: number }[] = [];
  /** Lists the functions below a node. Returns the lines that the outermost of them take. */
  const visit = (node: ts.Node): number => {
    let inner = 0;
    ts.forEachChild(node, (child) => void (inner += visit(child)));
    if (!ts.isFunctionLike(node)) return inner;
    const all = lineAt(node.end) - lineAt(node.getStart()) + 1;
    const named = node.name ?? (ts.isVariableDeclaration(node.parent) ? node.parent.name : undefined);
    found.push({ name: named?.getText() ?? 'a function', lines: all - inner });
    return all;
  };
  visit(source);
  return found;
};

/** The package a specifier names: `@chat/protocol/openapi` is of `@chat/protocol`. */
export const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

export const fromRoot = (path: string): string => relative(root, path);
