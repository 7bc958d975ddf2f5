import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import commonjs from '@rollup/plugin-commonjs';
import nodeResolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import typescript from '@rollup/plugin-typescript';
import { defineConfig } from 'rollup';
import { minifyTemplates } from './scripts/minify-templates.mjs';

const widget = fileURLToPath(new URL('./packages/widget', import.meta.url));
const cache = fileURLToPath(new URL('./node_modules/.cache/chat-build', import.meta.url));
const dist = `${widget}/dist`;
const chunkLoader = readFileSync(`${widget}/script-tag/chunk-loader.js`, 'utf8');

/** @param {import('rollup').OutputBundle} files */
const weigh = (files) =>
  Object.values(files).flatMap((file) =>
    file.type === 'chunk'
      ? [
          [
            file.fileName,
            Object.entries(file.modules).map(([id, { renderedLength }]) => [id, renderedLength]),
          ],
        ]
      : [],
  );

/** For the test of weights: what each file holds, in bytes by module. @param {string} name @returns {import('rollup').Plugin} */
const writeWeights = (name) => ({
  name: 'write-weights',
  generateBundle(_options, files) {
    mkdirSync(cache, { recursive: true });
    writeFileSync(`${cache}/${name}.json`, JSON.stringify(weigh(files)));
  },
});

/** The folder of the package that a module is of, or null for our own. @param {string} id */
const libraryOf = (id) => {
  // Parts that the plugin for CommonJS makes begin with a null character.
  const [, folder = null] = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id.replace(/^\0/, '')) ?? [];
  return folder;
};

/** @param {string} folder */
const noticeOf = (folder) => {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  const text = file ? readFileSync(`${folder}/${file}`, 'utf8').trim() : '';
  return `${name} ${version} (${license})\n\n${text}\n`;
};

/** The licences of the libraries that a script holds stand next to it. @returns {import('rollup').Plugin} */
const writeNotices = () => ({
  name: 'write-notices',
  generateBundle(_options, files) {
    const modules = Object.values(files).flatMap((file) =>
      file.type === 'chunk'
        ? Object.entries(file.modules).flatMap(([id, { renderedLength }]) => (renderedLength > 0 ? [id] : []))
        : [],
    );
    const folders = [...new Set(modules.map(libraryOf))].filter((folder) => folder !== null).sort();
    const head = 'The script for a script tag, widget.js and its chunks, holds parts of these libraries.\n';
    const source = [head, ...folders.map(noticeOf)].join(`\n${'-'.repeat(80)}\n\n`);
    this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY.txt', source });
  },
});

/** Features and parts that load together. Any other feature is a chunk by itself. @type {Record<string, RegExp>} */
const groups = {
  deferred: /^i18n\/(localize|fill-text|back-text)$/,
  menu: /^(features\/(messages|moderation|private|reactions|replies)\/|messages\/gestures\/|ui\/(message-menu|menu-entries|sheet-drag|open-menu-at)$|room\/tools-menu$|dom\/clipboard$|styles\/(menu|sheet)$)/,
  writing: /^(features\/(emoji|mentions)\/|composer\/suggestions)/,
  panel: /^(room\/panel-controller|core\/width-controller)$/,
  text: /^(text\/(rich-text|markdown|inline-markdown|message-text|links|mention-names)|core\/member-names$)/,
  direct: /^room-list\/unread-changes$/,
  'call-ui': /^call-ui\/(?!.*text)/,
};

/** @typedef {(id: string) => import('rollup').ModuleInfo | null} GetModuleInfo */

/** The modules that are loaded with these. @param {string[]} entries @param {GetModuleInfo} getModuleInfo */
const loadedWith = (entries, getModuleInfo) => {
  const found = new Set(entries);
  for (const id of found) for (const each of getModuleInfo(id)?.importedIds ?? []) found.add(each);
  return found;
};

/** A feature's folder is a chunk, but for what the first view has of it and what it imports on demand. @param {string} id @param {{ getModuleInfo: GetModuleInfo }} graph */
const chunkOf = (id, { getModuleInfo }) => {
  const path = id.startsWith(`${widget}/src/`) ? id.slice(`${widget}/src/`.length).replace(/\.ts$/, '') : '';
  /** @param {string} entry */
  const isLoadedWith = (entry) => loadedWith([`${widget}/src/${entry}.ts`], getModuleInfo).has(id);
  if (!path || isLoadedWith('first-view')) return undefined;
  if (isLoadedWith('deferred')) return 'deferred';
  const [, feature = ''] = /^features\/([\w-]+)\//.exec(path) ?? [];
  if (feature && !isLoadedWith(`features/${feature}/${feature}`)) return undefined;
  return Object.keys(groups).find((name) => groups[name]?.test(path)) ?? (feature || undefined);
};

const distOf = (/** @type {string} */ name) =>
  fileURLToPath(new URL(`./packages/${name}/dist`, import.meta.url));

/** What works out rights, the kinds of files, what directives need, and what the rest of the client imports comes with that rest, which every page loads; else each would be a chunk of its own. @param {string} id @param {{ getModuleInfo: GetModuleInfo }} graph */
const scriptChunkOf = (id, { getModuleInfo }) => {
  const [rights = ''] = readFileSync(`${distOf('protocol')}/rights.js`, 'utf8').match(/chunk-\w+\.js/) ?? [];
  const rest = readdirSync(distOf('client')).find((name) => /^client-features-\w+\.js$/.test(name));
  const isLoadedWith = (/** @type {string} */ entry) => loadedWith([entry], getModuleInfo).has(id);
  const [, kinds = ''] =
    /\bopaqueFile\b[^}]*\} from "\.\/(chunk-\w+\.js)"/.exec(
      readFileSync(`${distOf('protocol')}/index.js`, 'utf8'),
    ) ?? [];
  const isShared =
    [rights, kinds].some((chunk) => id === `${distOf('protocol')}/${chunk}`) ||
    /\/lit-html\/directive(-helpers)?\.js$/.test(id);
  const isOfRest = isLoadedWith(`${distOf('client')}/${rest}`) && !isLoadedWith(`${dist}/script-tag.js`);
  return isShared || isOfRest ? 'client-features' : undefined;
};

/** A chunk's name without the hash of the first build, and without dots: the server serves `chunk-[\w-]+.js`. @param {{ name: string }} chunk */
const chunkName = ({ name }) =>
  `chunk-${name
    .replace(/-[\w-]{8}$/, '')
    .replace(/^chunk$/, 'shared')
    .replace(/\./g, '-')}-[hash].js`;

/** `import()` in a script: the loader that stands before widget.js knows where its chunks are. @returns {import('rollup').Plugin} */
const importByLoader = () => ({
  name: 'import-by-loader',
  renderDynamicImport: () => ({ left: 'Chat.load(', right: ')' }),
});

/** What a script has of Lit's style sheets. @returns {import('rollup').Plugin} */
const ownCssTag = () => ({
  name: 'own-css-tag',
  resolveId: (source) => (source.endsWith('/css-tag.js') ? `${widget}/script-tag/css-tag.js` : null),
});

/** The widget: ES modules for bundlers, then from those the script for a script tag, and the chunks that it loads. */
export default defineConfig([
  {
    input: {
      index: `${widget}/src/index.ts`,
      admin: `${widget}/src/admin.ts`,
      react: `${widget}/src/react.ts`,
      vue: `${widget}/src/vue.ts`,
      svelte: `${widget}/src/svelte.ts`,
      angular: `${widget}/src/angular.ts`,
      'script-tag': `${widget}/src/script-tag.ts`,
      'push-worker': `${widget}/src/push-worker.ts`,
    },
    external: /^(lit|@lit|@chat|react|vue|svelte|@angular)(\/|$)/,
    output: {
      dir: dist,
      format: 'es',
      sourcemap: true,
      chunkFileNames: '[name]-[hash].js',
      generatedCode: { arrowFunctions: true },
      manualChunks: chunkOf,
      onlyExplicitManualChunks: true,
    },
    plugins: [
      nodeResolve({ browser: true }),
      commonjs(),
      typescript({
        tsconfig: `${widget}/tsconfig.json`,
        noEmitOnError: true,
        compilerOptions: {
          noEmit: false,
          rootDir: `${widget}/src`,
          outDir: dist,
          declaration: true,
          declarationDir: dist,
          sourceMap: true,
          paths: {},
        },
      }),
      minifyTemplates(`${widget}/src/**/*.ts`),
      writeWeights('widget-modules'),
    ],
  },
  {
    input: { widget: `${dist}/script-tag.js` },
    preserveEntrySignatures: 'allow-extension',
    onLog(level, log, handler) {
      // A script tag has nobody to resolve what is left over.
      handler(log.code === 'UNRESOLVED_IMPORT' ? 'error' : level, log);
    },
    output: {
      dir: dist,
      format: 'amd',
      amd: { define: 'Chat.chunk' },
      banner: ({ isEntry }) =>
        isEntry ? `/*! @license MIT, with libraries: THIRD-PARTY.txt */(() => {${chunkLoader}` : '',
      footer: ({ isEntry }) => (isEntry ? '})();' : ''),
      chunkFileNames: chunkName,
      manualChunks: scriptChunkOf,
      onlyExplicitManualChunks: true,
      minifyInternalExports: true,
      generatedCode: { preset: 'es2015', symbols: false },
      esModule: false,
      externalLiveBindings: false,
      freeze: false,
      sourcemap: true,
    },
    plugins: [
      ownCssTag(),
      nodeResolve({ browser: true, exportConditions: ['production'] }),
      commonjs(),
      importByLoader(),
      writeWeights('widget-scripts'),
      writeNotices(),
      terser({ ecma: 2020, compress: { passes: 3, pure_getters: true }, format: { comments: /^!/ } }),
    ],
  },
]);
