// The comments of exported declarations, from the sources of a package.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { root } from '../navigation.ts';

export interface Comments {
  /** Of the declaration itself. */
  own: string;
  /** Of its members, by name. */
  members: Map<string, string>;
}

const files = new Map<string, ts.SourceFile>();
const parse = (path: string): ts.SourceFile => {
  const known = files.get(path);
  if (known) return known;
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  files.set(path, file);
  return file;
};

const commentOf = (node: ts.Node): string => {
  const [first] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return (ts.getTextOfJSDocComment(first?.comment) ?? '').replaceAll(/\s+/g, ' ').trim();
};

const membersOf = (node: ts.Node): Map<string, string> => {
  const members = new Map<string, string>();
  const visit = (each: ts.Node): void => {
    const { name } = each as { name?: ts.Node };
    if (name && ts.isIdentifier(name) && (ts.isTypeElement(each) || ts.isClassElement(each))) {
      const comment = commentOf(each);
      if (comment && !members.has(name.text)) members.set(name.text, comment);
    }
    ts.forEachChild(each, visit);
  };
  ts.forEachChild(node, visit);
  return members;
};

/** Finds the declaration of a name, through re-exports, in a file or in what it exports from others. */
const declarationOf = (path: string, name: string): ts.Node | null => {
  for (const statement of parse(path).statements) {
    if (ts.isVariableStatement(statement)) {
      if (statement.declarationList.declarations.some((each) => each.name.getText() === name))
        return statement;
    } else if (ts.isExportDeclaration(statement)) {
      const found = throughExport(path, statement, name);
      if (found) return found;
    } else if ((statement as { name?: ts.Identifier }).name?.text === name) return statement;
  }
  return null;
};

const throughExport = (
  path: string,
  { moduleSpecifier, exportClause }: ts.ExportDeclaration,
  name: string,
): ts.Node | null => {
  if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier)) return null;
  const [, other] = /^@chat\/(\w+)$/.exec(moduleSpecifier.text) ?? [];
  const target = other
    ? join(root, `packages/${other}/src/index.ts`)
    : moduleSpecifier.text.startsWith('.') && join(dirname(path), moduleSpecifier.text);
  if (!target) return null;
  if (!exportClause) return declarationOf(target, name);
  if (!ts.isNamedExports(exportClause)) return null;
  const exported = exportClause.elements.find((each) => each.name.text === name);
  return exported ? declarationOf(target, (exported.propertyName ?? exported.name).text) : null;
};

/** Returns the comments of a name that an entry exports; null if it has no declaration of its own. */
export const commentsOf = (entry: string, name: string): Comments | null => {
  const node = declarationOf(join(root, entry), name);
  return node && { own: commentOf(node), members: membersOf(node) };
};
