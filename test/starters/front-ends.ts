// Front ends, built by Vite and served as the guide of Express says. What Vite's own templates have is written here.
import { blockWith, filesFrom, replaced } from './from-guides.ts';
import type { Starter } from './starter.ts';

const frameworks = 'docs/guides/frameworks.md';

const { 'server.mjs': expressServer = '' } = filesFrom('docs/guides/express.md', ['server.mjs']);

const packages = [
  'express@5',
  'vite@7',
  'vue@3',
  '@vitejs/plugin-vue@6',
  'svelte@5',
  '@sveltejs/vite-plugin-svelte@6',
  'solid-js@1',
  'vite-plugin-solid@2',
  'react@19',
  'react-dom@19',
  'preact@10',
  'lit@3',
  '@angular/core@22',
  '@angular/common@22',
  '@angular/compiler@22',
  '@angular/platform-browser@22',
  'rxjs@7',
];

const page = (main: string, tag = '<div id="app"></div>'): string => `<!doctype html>
<html lang="en">
  <body>
    ${tag}
    <script type="module" src="/src/${main}"></script>
  </body>
</html>`;

const config = (options: string, plugin?: readonly [name: string, from: string]): string =>
  `${plugin ? `import ${plugin[0]} from '${plugin[1]}';\n` : ''}export default { ${options} };\n`;

const frontEnd = (
  name: string,
  files: Record<string, string>,
  rest: Pick<Starter, 'page' | 'knowsUsers' | 'opener'> = {},
): Starter => ({
  name,
  packages,
  files: { ...files, 'server.mjs': replaced(expressServer, [["'public'", "'dist'"]]) },
  build: ['vite', 'build'],
  ...rest,
});

/** The guides leave it to a cookie who the user is. */
const named = (code: string): string =>
  replaced(code, [
    [
      'createChatClient()',
      "createChatClient({ name: new URLSearchParams(location.search).get('name') ?? '' })",
    ],
  ]);
const byName = { page: '/?name=NAME', knowsUsers: true };

export const frontEnds: readonly Starter[] = [
  frontEnd(
    'Vue',
    {
      'index.html': page('main.ts'),
      'vite.config.js': config('plugins: [vue()]', ['vue', '@vitejs/plugin-vue']),
      'src/main.ts':
        "import { createApp } from 'vue';\nimport App from './App.vue';\ncreateApp(App).mount('#app');\n",
      'src/App.vue': blockWith(frameworks, 'vue', '@chat/widget/vue'),
    },
    { opener: /^Help/ },
  ),
  frontEnd(
    'Svelte',
    {
      'index.html': page('main.ts'),
      'vite.config.js': config('plugins: [svelte()]', ['{ svelte }', '@sveltejs/vite-plugin-svelte']),
      'src/main.ts':
        "import { mount } from 'svelte';\nimport App from './App.svelte';\nmount(App, { target: document.body });\n",
      'src/App.svelte': blockWith(frameworks, 'svelte', '@chat/widget/svelte'),
    },
    { opener: /^Help/ },
  ),
  frontEnd(
    'Angular',
    {
      'index.html': page('main.ts', '<app-support></app-support>'),
      'tsconfig.json':
        '{ "compilerOptions": { "experimentalDecorators": true, "useDefineForClassFields": false } }',
      'vite.config.js': config("build: { target: 'es2022' }"),
      'src/main.ts': `import '@angular/compiler';
import { provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { Support } from './support';
await bootstrapApplication(Support, { providers: [provideZonelessChangeDetection()] });
`,
      'src/support.ts': named(blockWith(frameworks, 'ts', '@chat/widget/angular')),
    },
    { ...byName, opener: /^Help/ },
  ),
  frontEnd(
    'React',
    {
      'index.html': page('main.tsx'),
      'vite.config.js': config("esbuild: { jsx: 'automatic' }"),
      'src/main.tsx': `import { createRoot } from 'react-dom/client';
${blockWith('docs/guides/widget.md', 'tsx', '@chat/widget/react')}
createRoot(document.getElementById('app')).render(<Support />);
`,
    },
    { opener: /^Help/ },
  ),
  frontEnd(
    'Solid',
    {
      'index.html': page('main.jsx'),
      'vite.config.js': config('plugins: [solid()]', ['solid', 'vite-plugin-solid']),
      'src/main.jsx': `import { render } from 'solid-js/web';
import { Support } from './Support.jsx';
render(() => <Support />, document.getElementById('app'));
`,
      'src/Support.jsx': named(blockWith(frameworks, 'jsx', 'solid-js')),
    },
    byName,
  ),
  frontEnd(
    'Preact',
    {
      'index.html': page('main.jsx'),
      'vite.config.js': config("esbuild: { jsx: 'automatic', jsxImportSource: 'preact' }"),
      'src/main.jsx': `import { render } from 'preact';
import { Support } from './Support.jsx';
render(<Support />, document.getElementById('app'));
`,
      'src/Support.jsx': named(blockWith(frameworks, 'jsx', 'preact/hooks')),
    },
    byName,
  ),
  frontEnd(
    'Lit',
    {
      'index.html': page('main.js', '<support-page></support-page>'),
      'vite.config.js': config(''),
      'src/main.js': named(blockWith(frameworks, 'js', 'LitElement')),
    },
    byName,
  ),
];
