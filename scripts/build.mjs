// Builds what is out of date: protocol, then server and client side by side, then the widget.
// `node scripts/build.mjs --force` builds everything, `node scripts/build.mjs protocol` that package alone.
import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stampDir = join(root, 'node_modules/.cache/chat-build');
const servedWidget = join(root, 'packages/server/dist/widget');
const shared = ['package.json', 'package-lock.json', 'tsconfig.base.json'];

/** @typedef {{ name: string, after: string[], sources: string[], outputs: string[], command: string[], cwd: string }} Target */

/** @type {Target[]} */
const targets = [
  tsupTarget('protocol', []),
  tsupTarget('server', ['protocol']),
  tsupTarget('client', ['protocol']),
];
targets.push({
  name: 'widget',
  after: ['protocol', 'client'],
  sources: [
    ...packageSources('widget'),
    'packages/widget/script-tag',
    'rollup.config.mjs',
    'scripts/minify-templates.mjs',
    'scripts/elements-manifest.mjs',
  ],
  outputs: ['index.js', 'index.d.ts', 'widget.js', 'custom-elements.json'],
  command: ['rollup', '-c', '--silent'],
  cwd: root,
});

/**
 * Builds every package that is older than its sources. Throws when a build fails.
 * @param {{ force?: boolean, only?: string | undefined }} [options]
 */
export async function build({ force = false, only } = {}) {
  /** @type {Map<string, Promise<boolean>>} Whether each package was built anew. */
  const results = new Map();
  const stale = staleTargets(force).filter((name) => only === undefined || name === only);
  if (stale.length > 0)
    console.log(
      `building ${stale.map((name) => `@chat/${name}`).join(', ')} (all four take about a minute); waiting for them`,
    );
  for (const target of targets) {
    const before = target.after.map((name) => results.get(name) ?? Promise.resolve(false));
    results.set(
      target.name,
      Promise.all(before).then(async () => {
        if (!stale.includes(target.name)) return false;
        await buildOne(target);
        return true;
      }),
    );
  }
  const settled = await Promise.allSettled(results.values());
  const failure = settled.find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
  if (only !== undefined) return;
  const rebuilt = await Promise.all([results.get('server'), results.get('widget')]);
  // An up-to-date build changes no file: tests and `npm pack` may read them meanwhile.
  if (rebuilt.includes(true) || !existsSync(servedWidget)) copyWidget();
}

/** The names of what has to be built, with all that is built from it. @param {boolean} force */
function staleTargets(force) {
  /** @type {string[]} */
  const stale = [];
  for (const target of targets)
    if (force || target.after.some((name) => stale.includes(name)) || !isFresh(target))
      stale.push(target.name);
  return stale;
}

/** @param {string} name @param {string[]} after @returns {Target} */
function tsupTarget(name, after) {
  return {
    name,
    after,
    sources: [...packageSources(name), 'tsup.base.ts', `packages/${name}/tsup.config.ts`],
    outputs: ['index.js', 'index.cjs', 'index.d.ts', 'index.d.cts'],
    command: ['tsup', '--silent'],
    cwd: join(root, 'packages', name),
  };
}

/** @param {string} name */
function packageSources(name) {
  return [
    ...shared,
    `packages/${name}/src`,
    `packages/${name}/package.json`,
    `packages/${name}/tsconfig.json`,
  ];
}

/** @param {Target} target */
async function buildOne(target) {
  const startedAt = new Date();
  const dist = join(root, 'packages', target.name, 'dist');
  rmSync(join(stampDir, target.name), { force: true });
  rmSync(dist, { recursive: true, force: true });
  await run(target);
  if (target.name === 'widget') await describeElements(dist);
  // The stamp carries the time at which the build began, so that an edit made meanwhile still counts as newer.
  mkdirSync(stampDir, { recursive: true });
  writeFileSync(join(stampDir, target.name), String(startedAt.getTime()));
  console.log(`built @chat/${target.name} in ${((Date.now() - startedAt.getTime()) / 1000).toFixed(1)} s`);
}

/** @param {Target} target @returns {Promise<void>} */
function run({ name, command: [bin, ...args], cwd }) {
  return new Promise((resolve, reject) => {
    const script = join(
      root,
      'node_modules',
      bin === 'tsup' ? 'tsup/dist/cli-default.js' : 'rollup/dist/bin/rollup',
    );
    const child = spawn(process.execPath, [script, ...args], {
      cwd,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`building @chat/${name} failed with exit code ${code}`)),
    );
  });
}

/** @param {Target} target */
function isFresh({ name, sources, outputs }) {
  const stamp = join(stampDir, name);
  if (!existsSync(stamp)) return false;
  if (!outputs.every((file) => existsSync(join(root, 'packages', name, 'dist', file)))) return false;
  const builtAtMs = Number(readFileSync(stamp, 'utf8'));
  return sources.every((path) => newestMs(join(root, path)) <= builtAtMs);
}

/** The newest change under a path. Folders count, so that a removed file is noticed. @param {string} path @returns {number} */
function newestMs(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((entry) => newestMs(join(path, entry))));
}

/** Writes the data for editors. @param {string} dist */
async function describeElements(dist) {
  // Loaded here: it needs TypeScript, without which a build fails as one that says so.
  const { writeElementsManifest } = await import('./elements-manifest.mjs');
  const { version } = JSON.parse(readFileSync(join(root, 'packages/widget/package.json'), 'utf8'));
  writeElementsManifest(dist, version);
}

/** The server carries what a script tag loads, so that it can serve it. */
function copyWidget() {
  rmSync(servedWidget, { recursive: true, force: true });
  cpSync(join(root, 'packages/widget/dist'), servedWidget, {
    recursive: true,
    filter: (path) => !/\.(d\.ts|json)$/.test(path) && (!/\.(js|map)$/.test(path) || isForScriptTag(path)),
  });
}

/** @param {string} path */
function isForScriptTag(path) {
  return /[\\/](widget|push-worker|chunk-[\w-]+)\.js(\.map)?$/.test(path);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    await build({
      force: process.argv.includes('--force'),
      only: process.argv.slice(2).find((arg) => !arg.startsWith('-')),
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
