// Bundles the programs of the playground and the theme builder: the widget, the client and the server, from
// their sources, for a page.
import { join } from 'node:path';
import { build, type Plugin } from 'vite';
import { root } from './navigation.ts';

const inPage = (file: string): string => join(root, 'docs/site/in-page', file);
const serverSources = join(root, 'packages/server/src/');
/** Packages of the server that a page has no use for. */
const foreign = new Set([
  'socket.io',
  '@fastify/busboy',
  'file-type',
  'sharp',
  'jose',
  'web-push',
  'aws4fetch',
]);
const globals = ['Buffer', 'process', 'setTimeout', 'setInterval', 'setImmediate', 'clearImmediate'];

/** Gives the server's sources what they use of Node. */
const nodeInPage: Plugin = {
  name: 'node-in-page',
  enforce: 'pre',
  resolveId: (id) => (id.startsWith('node:') || foreign.has(id) ? inPage('node.ts') : null),
  transform: (code, id) => {
    if (!id.startsWith(serverSources)) return null;
    const isImported = (name: string): boolean =>
      new RegExp(`import \\{[^}]*\\b${name}\\b[^}]*\\}`).test(code);
    const named = globals.filter(
      (name) => new RegExp(`(?<![.\\w'])${name}\\b`).test(code) && !isImported(name),
    );
    if (named.length === 0) return null;
    return {
      code: `import { ${named.join(', ')} } from '${inPage('node-globals.ts')}';\n${code}`,
      map: null,
    };
  },
};

export const bundlePrograms = async (output: string): Promise<void> => {
  await build({
    configFile: false,
    root: inPage(''),
    base: './',
    logLevel: 'error',
    plugins: [nodeInPage],
    resolve: {
      alias: [
        {
          find: /^@chat\/(protocol|server|client|widget)$/,
          replacement: join(root, 'packages/$1/src/index.ts'),
        },
        {
          find: /^@chat\/(protocol|server|client|widget)\/([\w-]+)$/,
          replacement: join(root, 'packages/$1/src/$2.ts'),
        },
      ],
    },
    build: {
      outDir: output,
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: false,
      chunkSizeWarningLimit: 2_000,
      rollupOptions: {
        // What of Node a page has not is undefined in it.
        shimMissingExports: true,
        input: { playground: inPage('playground.ts'), 'theme-builder': inPage('theme-builder.ts') },
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
        onLog: (level, log, show) => log.code !== 'SHIMMED_EXPORT' && level !== 'warn' && show(level, log),
      },
    },
  });
};
