import { join } from 'node:path';
import ts from 'typescript';
import { root, textOf } from './source-files.ts';

/** The code blocks of a page in one language. */
export const blocksOf = (page: string, language: string): string[] =>
  [...textOf(page).matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'))].map(
    ([, code]) => code ?? '',
  );

/** The code blocks of a page whose first line names their file, by that name. */
export const filesOf = (page: string): Map<string, string> =>
  new Map(
    [...textOf(page).matchAll(/^```\w+\n((?:<\?php\n)?(?:\/\/|#|<!--) ([\w./+-]+\.\w+)\b.*?)^```$/gms)].map(
      ([, code = '', file = '']) => [file, code],
    ),
  );

/** Names that a page may use without declaring them. */
const given = `
declare const httpServer: import('node:http').Server;
declare const chat: import('@chat/server').ChatServer;
declare const client: import('@chat/client').ChatClient;
declare const room: import('@chat/client').ChatRoom;
`;

/** Errors in the `ts` blocks of pages, each block a module of its own. */
export const compileBlocks = (pages: readonly string[]): string[] => {
  const files = new Map([[join(root, 'given.d.ts'), given]]);
  for (const page of pages) {
    blocksOf(page, 'ts').forEach((code, index) => {
      files.set(join(root, `${page.replaceAll(/\W/g, '-')}-${index + 1}.ts`), `${code}\nexport {};\n`);
    });
  }
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile) as { config: object };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile, readFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.readFile = (path) => files.get(path) ?? readFile(path);
  host.getSourceFile = (path, version, ...rest) => {
    const text = files.get(path);
    return text === undefined
      ? getSourceFile(path, version, ...rest)
      : ts.createSourceFile(path, text, version);
  };
  const program = ts.createProgram(
    [...files.keys()],
    { ...options, noUnusedLocals: false, noEmit: true },
    host,
  );
  return [...files.keys()].flatMap((path) => {
    const source = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) =>
        `${path.slice(root.length)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
  });
};
