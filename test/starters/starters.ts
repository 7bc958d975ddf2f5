// Projects of each guide. What a framework's own generator makes, or what an application already has, is written here.
import { frontEnds } from './front-ends.ts';
import { blockWith, filesFrom, replaced } from './from-guides.ts';
import type { Starter } from './starter.ts';

const quickStart = 'docs/quick-start.md';
const [express, fastify, next, nuxt, sveltekit] = ['express', 'fastify', 'nextjs', 'nuxt', 'sveltekit'].map(
  (name) => `docs/guides/${name}.md`,
) as [string, string, string, string, string];
const frameworks = 'docs/guides/frameworks.md';

const servers = [
  'express@5',
  'fastify@5',
  '@fastify/cookie@11',
  'koa@3',
  '@nestjs/core@11',
  '@nestjs/common@11',
  '@nestjs/platform-express@11',
  'reflect-metadata@0.2',
  'rxjs@7',
];

/** The page of the quick start, for a server that has no static files yet. */
const { 'public/index.html': plainPage = '' } = filesFrom(quickStart, ['public/index.html']);
const pageModule = `export const page = ${JSON.stringify(plainPage)};\n`;

const nextProject = {
  packages: ['next@16', 'react@19', 'react-dom@19'],
  build: ['next', 'build'],
  files: {
    ...filesFrom(next, ['server.mjs', 'app/page.jsx', 'app/support.jsx']),
    'app/layout.jsx':
      'export default function Layout({ children }) {\n  return <html lang="en"><body>{children}</body></html>;\n}\n',
    'app/support/page.jsx':
      "import { Support } from '../support';\n\nexport default function Page() {\n  return <Support />;\n}\n",
  },
};

export const starters: readonly Starter[] = [
  {
    name: 'the quick start',
    packages: servers,
    files: filesFrom(quickStart, ['server.mjs', 'public/index.html']),
  },
  {
    name: 'the quick start in CommonJS',
    packages: servers,
    files: filesFrom(quickStart, ['server.cjs', 'public/index.html']),
    start: ['node', 'server.cjs'],
  },
  { name: 'Express', packages: servers, files: filesFrom(express, ['server.mjs', 'public/index.html']) },
  {
    name: 'Fastify',
    packages: servers,
    files: {
      'server.mjs': replaced(filesFrom(fastify, ['server.mjs'])['server.mjs'] ?? '', [
        ["{ id: 'user-7', name: 'Ana' }", '{ id: request.query.name, name: request.query.name }'],
      ]),
    },
    page: '/sign-in?name=NAME',
    knowsUsers: true,
  },
  {
    name: 'Koa',
    packages: servers,
    files: {
      'page.mjs': pageModule,
      'server.mjs': `import { page } from './page.mjs';\n${replaced(blockWith(frameworks, 'js', "'koa'"), [
        ['new Koa()', "new Koa().use((context) => Object.assign(context, { type: 'html', body: page }))"],
      ])}`,
    },
  },
  {
    name: 'Nest',
    packages: servers,
    files: {
      'page.mjs': pageModule,
      // As TypeScript compiles decorators.
      'app.module.js': `import 'reflect-metadata';
import { Controller, Get, Header, Module } from '@nestjs/common';
import { page } from './page.mjs';

class Pages {
  home() {
    return page;
  }
}
const home = Object.getOwnPropertyDescriptor(Pages.prototype, 'home');
Get()(Pages.prototype, 'home', home);
Header('content-type', 'text/html')(Pages.prototype, 'home', home);
Controller()(Pages);

export class AppModule {}
Module({ controllers: [Pages] })(AppModule);
`,
      'server.mjs': blockWith(frameworks, 'js', '@nestjs/core'),
    },
  },
  { name: 'Next.js', ...nextProject },
  { name: 'Next.js with the component', ...nextProject, page: '/support' },
  {
    name: 'Nuxt',
    packages: ['nuxt@4'],
    build: ['nuxt', 'build'],
    files: filesFrom(nuxt, ['nuxt.config.ts', 'server.mjs', 'app/app.vue']),
  },
  {
    name: 'SvelteKit',
    packages: [
      '@sveltejs/kit@2',
      '@sveltejs/vite-plugin-svelte@7',
      '@sveltejs/adapter-node@5',
      'svelte@5',
      'vite@8',
    ],
    build: ['vite', 'build'],
    start: ['node', 'server.js'],
    files: {
      ...filesFrom(sveltekit, ['chat-options.js', 'vite.config.js', 'server.js', 'src/routes/+page.svelte']),
      'svelte.config.js':
        "import adapter from '@sveltejs/adapter-node';\nexport default { kit: { adapter: adapter() } };\n",
      'src/app.html':
        '<!doctype html>\n<html lang="en">\n  <head>%sveltekit.head%</head>\n  <body>%sveltekit.body%</body>\n</html>\n',
    },
  },
  ...frontEnds,
];
