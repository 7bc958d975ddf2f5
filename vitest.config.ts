import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumArgs, findChromium } from './scripts/chromium.mjs';
import { isLong, leaveOut, turn } from './test/run-size.ts';

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

// Tests of Node and jsdom mostly wait for timers and sockets: more of them at once than there are cores. A browser computes.
const waiting = { maxWorkers: 4, sequence: { groupOrder: 0 } };
const computing = { maxWorkers: 2, sequence: { groupOrder: 1 } };
// The files that a worker runs share its modules, and with them its Chromium: loading them again took half of the time.
const sharing = {
  isolate: false,
  setupFiles: fileURLToPath(new URL('./test/restore-globals.ts', import.meta.url)),
};
const leftOut = (process.env['TEST_EXCLUDE'] ?? '').split(',').filter(Boolean);
const exclude = ['**/node_modules/**', '**/dist/**', ...leftOut];
const special = ['**/*.jsdom.test.ts', '**/*.browser.test.ts', '**/*.e2e.test.ts'];
const chromium = findChromium();

// The thread that writes SQLite runs from its source here. Node takes the types out of it with WebAssembly, for each thread anew, in
// which several threads of one process crash V8 now and then (`Runtime_TierUpWasmToJSWrapper`); and that is half of what the tests of
// SQLite cost. What is kept needs no such thing.
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(
  new URL('./node_modules/.cache/node-compile', import.meta.url),
);

export default defineConfig({
  test: {
    retry: 0,
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'node',
          environment: 'node',
          include: ['packages/*/test/**/*.test.ts', 'test/**/*.test.ts', 'examples/*/test/**/*.test.ts'],
          exclude: [...exclude, ...special],
          ...patienceOfNode,
          ...waiting,
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
          ...waiting,
        },
      },
      {
        resolve: { alias },
        // Dependencies that Vite finds only while a test runs would reload the page under it.
        optimizeDeps: {
          include: ['axe-core', 'lit/directives/ref.js', 'react', 'react-dom/client', 'react-dom/server'],
        },
        test: {
          name: 'chromium',
          // Its tests cannot import `run-size.ts`, which is for Node.
          provide: { isLong, turn },
          include: ['**/*.browser.test.ts'],
          exclude,
          ...patience,
          ...computing,
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
          ...computing,
          ...sharing,
        },
      },
    ],
  },
});
