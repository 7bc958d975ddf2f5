import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumArgs, findChromium } from './scripts/chromium.mjs';
import { isLong, leaveOut, turn } from './test/run-size.ts';
import { SlowFirst } from './test/slow-first.ts';

const source = (path: string) => fileURLToPath(new URL(`./packages/${path}`, import.meta.url));

// Tests run the sources; only e2e tests see the built files, as a user does.
const alias = [
  { find: /^@chat\/(protocol|server|client|widget)$/, replacement: source('$1/src/index.ts') },
  { find: /^@chat\/(protocol|server|client|widget)\/([\w-]+)$/, replacement: source('$1/src/$2.ts') },
];

// Patience costs nothing where all is well, and a busy machine is not a defect.
const patience = { testTimeout: 120_000, hookTimeout: 120_000, expect: { poll: { timeout: 30_000 } } };
// A test without a browser that hangs fails soon; one that waits out real time says so with a timeout of its own.
const patienceOfNode = { ...patience, testTimeout: 20_000, expect: { poll: { timeout: 15_000 } } };

// Tests mostly wait, for timers, sockets and pages, so more of them run at once than there are cores. Those with a browser use
// half a core each. A long run has time, and journeys that wait for a core for half a minute would fail.
const inNode = { maxWorkers: isLong ? 3 : 4, sequence: { groupOrder: 0 } };
const inBrowser = { maxWorkers: isLong ? 2 : 3, sequence: { groupOrder: 1 } };
// The files of a worker share its modules, and its Chromium or its page: loading them again took half of the time.
const sharing = {
  isolate: false,
  setupFiles: fileURLToPath(new URL('./test/restore-globals.ts', import.meta.url)),
};
const leftOut = (process.env['TEST_EXCLUDE'] ?? '').split(',').filter(Boolean);
const exclude = ['**/node_modules/**', '**/dist/**', ...leftOut];
const special = ['**/*.jsdom.test.ts', '**/*.browser.test.ts', '**/*.e2e.test.ts'];
const chromium = findChromium();

// The thread that writes SQLite runs from its source here. Node strips the types with WebAssembly, in each thread again: that is half of
// the cost of the SQLite tests, and several threads of one process sometimes crash V8 in it (`Runtime_TierUpWasmToJSWrapper`). Cached
// code needs neither.
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(
  new URL('./node_modules/.cache/node-compile', import.meta.url),
);

export default defineConfig({
  test: {
    retry: 0,
    sequence: { sequencer: SlowFirst },
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'node',
          environment: 'node',
          include: ['packages/*/test/**/*.test.ts', 'test/**/*.test.ts', 'examples/*/test/**/*.test.ts'],
          exclude: [...exclude, ...special],
          ...patienceOfNode,
          ...inNode,
          ...sharing,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'jsdom',
          environment: 'jsdom',
          include: ['**/*.jsdom.test.ts'],
          exclude,
          ...patienceOfNode,
          ...inNode,
        },
      },
      {
        resolve: { alias },
        // Dependencies that Vite finds only while a test runs would reload the page under it.
        optimizeDeps: {
          include: [
            'axe-core',
            'lit/directives/ref.js',
            'react',
            'react-dom/client',
            'react-dom/server',
            'vue',
            '@angular/compiler',
            '@angular/core',
          ],
        },
        test: {
          name: 'chromium',
          // Its tests cannot import `run-size.ts`, which is for Node.
          provide: { isLong, turn },
          include: ['**/*.browser.test.ts'],
          exclude,
          ...patience,
          ...inBrowser,
          ...sharing,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            commands: { leaveOut: (_, what: string) => leaveOut(what) },
            provider: playwright({
              launchOptions: { args: chromiumArgs, ...(chromium && { executablePath: chromium }) },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['**/*.e2e.test.ts'],
          exclude,
          ...patience,
          ...inBrowser,
          ...sharing,
        },
      },
    ],
  },
});
