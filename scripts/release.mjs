// A release: `npm run release -- 0.2.0 --to <folder>` sets the version everywhere, dates the changes, commits, tags, and packs the packages
// into the folder, with their bill of materials and the integrity of the script that pages load. Nothing leaves the machine:
// `--publish` hands the packed files to npm, and the tag is pushed by hand.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './steps.mjs';

/** In the order in which they depend on each other. */
const packages = ['protocol', 'server', 'client', 'widget'];

class Refused extends Error {}

/** Runs a command in a folder and returns its output. @param {string} cwd @param {string} command @param {string[]} args */
const runIn = (cwd, command, ...args) => {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`);
  return stdout.trim();
};

/** @param {string} command @param {string[]} args */
const run = (command, ...args) => runIn(root, command, ...args);

/** @param {string} name @returns {{ dependencies: Record<string, string> }} */
const manifestOf = (name) => JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'));

/** Changes a text file, if that changes anything. @param {string} path @param {(text: string) => string} change */
const edit = (path, change) => {
  const before = readFileSync(join(root, path), 'utf8');
  const after = change(before);
  if (after !== before) writeFileSync(join(root, path), after);
};

/** @param {string} version */
const checkBefore = (version) => {
  if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    throw new Refused(`${version} is no version, such as 0.2.0`);
  const changed = run('git', 'status', '--porcelain');
  if (changed !== '') throw new Refused(`commit these first:\n${changed}`);
  if (run('git', 'tag', '--list', `v${version}`) !== '')
    throw new Refused(`there is a tag v${version} already`);
};

/** All packages carry one version, and name each other by it. @param {string} version */
const setVersion = (version) => {
  for (const path of ['package.json', ...globSync('{packages,examples}/*/package.json', { cwd: root })])
    edit(path, (text) => text.replaceAll(/("version"|"@chat\/\w+"): "\d[^"]*"/g, `$1: "${version}"`));
  edit('packages/widget/src/first-view.ts', (text) =>
    text.replace(/version = '[^']*'/, `version = '${version}'`),
  );
  run(
    'npm',
    'install',
    '--package-lock-only',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
  );
};

/** @param {string} version @param {string} date */
const dateChanges = (version, date) => {
  const pending = `## ${version}, not yet released`;
  edit('CHANGELOG.md', (text) => {
    if (!text.includes(pending)) throw new Refused(`CHANGELOG.md has no heading "${pending}"`);
    return text.replace(pending, `## ${version}, ${date}`);
  });
};

/** Returns the packed files. @param {string} folder */
const pack = (folder) => {
  run('npm', 'run', 'build');
  for (const name of packages) run('npm', 'pack', `--workspace=@chat/${name}`, '--pack-destination', folder);
  const script = readFileSync(join(root, 'packages/widget/dist/widget.js'));
  const integrity = `sha384-${createHash('sha384').update(script).digest('base64')}`;
  writeFileSync(join(folder, 'integrity.json'), `${JSON.stringify({ 'widget.js': integrity }, null, 2)}\n`);
  return readdirSync(folder).filter((file) => file.endsWith('.tgz'));
};

/** Writes what an installation of the packages brings besides themselves, as CycloneDX. @param {string} folder @param {string} version */
const listMaterials = (folder, version) => {
  const dependencies = Object.fromEntries(
    packages
      .flatMap((name) => Object.entries(manifestOf(name).dependencies))
      .filter(([name]) => !name.startsWith('@chat/')),
  );
  const place = mkdtempSync(join(tmpdir(), 'chat-materials-'));
  try {
    writeFileSync(join(place, 'package.json'), JSON.stringify({ name: 'chat', version, dependencies }));
    runIn(place, 'npm', 'install', '--package-lock-only', '--no-audit', '--prefer-offline');
    const bill = runIn(place, 'npm', 'sbom', '--package-lock-only', '--sbom-format=cyclonedx');
    writeFileSync(join(folder, 'sbom.cdx.json'), `${bill}\n`);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
};

/** @param {string} folder @param {string[]} packed */
const publish = (folder, packed) => {
  for (const name of packages) {
    const file = packed.find((each) => each.startsWith(`chat-${name}-`)) ?? '';
    run('npm', 'publish', join(folder, file), '--access', 'public', '--provenance');
  }
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    to: { type: 'string', default: 'release' },
    date: { type: 'string', default: new Date().toISOString().slice(0, 10) },
    publish: { type: 'boolean', default: false },
  },
});
try {
  const [version = ''] = positionals;
  const folder = resolve(values.to);
  checkBefore(version);
  dateChanges(version, values.date);
  setVersion(version);
  mkdirSync(folder, { recursive: true });
  const packed = pack(folder);
  listMaterials(folder, version);
  run('git', 'commit', '--all', '--message', `release: ${version}`);
  run('git', 'tag', '--annotate', `v${version}`, '--message', version);
  if (values.publish) publish(folder, packed);
  console.log(`${version} is committed, tagged v${version}, and packed into ${folder}:`);
  for (const file of packed) console.log(`  ${file}`);
  console.log(
    values.publish
      ? 'It is published. Push the tag.'
      : 'Look at it, then push the tag and publish the files.',
  );
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
