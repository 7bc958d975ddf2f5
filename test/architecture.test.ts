// The rules of the code's structure: allowed imports, names, sizes.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  exportedNames,
  circlesAmong,
  filesBelow,
  filesImportedBy,
  functionsOf,
  importsOf,
  packageOf,
  root,
  textOf,
} from './source-files.ts';

const packages = ['protocol', 'server', 'client', 'widget'];
/** Beside what is on the platform: what each package's sources may import. */
const allowed: Record<string, string[]> = {
  protocol: ['valibot', '@valibot/to-json-schema'],
  server: [
    '@chat/protocol',
    'socket.io',
    'jose',
    'web-push',
    'aws4fetch',
    'pg',
    'mongodb',
    '@fastify/busboy',
    'file-type',
    'sharp',
  ],
  client: ['@chat/protocol', 'socket.io-client', 'react', 'ts-mls', '@hpke/core'],
  widget: ['@chat/protocol', '@chat/client', 'lit', 'react', 'vue', 'svelte', '@angular/core'],
};
const sources = (name: string) => filesBelow(`packages/${name}/src`, '.ts');
const everywhere = ['packages', 'examples', 'test', 'bench', 'scripts'].flatMap((folder) =>
  filesBelow(folder, '.ts', '.tsx', '.mjs', '.js', '.css'),
);
const isRelative = ({ from }: { from: string }) => from.startsWith('.');

describe('packages depend on each other in one direction', () => {
  test.each(packages)('%s imports only allowed packages', (name) => {
    const foreign = sources(name).flatMap((path) =>
      importsOf(path)
        .filter((each) => !isRelative(each) && !(name === 'server' && each.from.startsWith('node:')))
        .filter(({ from }) => !allowed[name]?.includes(packageOf(from)))
        .map(({ from }) => `${path} imports ${from}`),
    );
    expect(foreign).toEqual([]);
  });

  test.each(packages)('%s imports no other package by a path', (name) => {
    const escaped = filesBelow(`packages/${name}/src`, '.ts').flatMap((path) =>
      importsOf(path)
        .filter(isRelative)
        .map(({ from }) => join(dirname(path), from))
        .filter((target) => !normalize(target).startsWith(`packages/${name}/`)),
    );
    expect(escaped).toEqual([]);
  });
});

test('an example imports only published packages and its own dependencies', () => {
  const wrong = filesBelow('examples', '.ts', '.tsx', '.js').flatMap((path) => {
    const folder = path.split('/').slice(0, 2).join('/');
    const { dependencies } = JSON.parse(textOf(`${folder}/package.json`)) as { dependencies?: object };
    const mayImport = ({ from }: { from: string }): boolean => {
      if (from.startsWith('node:')) return true;
      if (!isRelative({ from })) return packageOf(from) in (dependencies ?? {});
      const target = normalize(join(dirname(path), from));
      // The cluster finds and starts programs of the system as the tests do.
      return (
        target.startsWith(`${folder}/`) || (folder === 'examples/cluster' && target.startsWith('scripts/'))
      );
    };
    return importsOf(path)
      .filter((each) => !mayImport(each))
      .map(({ from }) => `${path} imports ${from}`);
  });
  expect(wrong).toEqual([]);
});

describe('imports point downward', () => {
  test.each([
    ['protocol', 5],
    ['server', 5],
    ['client', 5],
    ['widget', 5],
  ])('in %s, no import cycle has more than %i files', (name, most) => {
    const [largest = []] = circlesAmong(sources(name));
    expect(largest.slice(most)).toEqual([]);
  });

  /** Folders of the server, the lowest layer first. The files of its root are above all of them. */
  const layers = [
    'async outbound names storage errors connections limits',
    'presence users operations room-list room cluster',
    'files push email webhooks link-cards summary translation tallies live recordings group-calls calls exports imports erasure encryption auth',
    'commands search word-filter jobs features',
    'http transport dialect bots',
    'setup',
    'cli',
  ].flatMap((line) => line.split(' '));

  test('every folder of the server has a layer', () => {
    const folders = sources('server').map((path) => path.split('/')[3] ?? '');
    const unlisted = [...new Set(folders)].filter((name) => !name.endsWith('.ts') && !layers.includes(name));
    expect(unlisted).toEqual(['testing']);
  });

  test('in the server, at most 12 imports between folders point upward', () => {
    const arrows = new Set<string>();
    for (const path of sources('server')) {
      const from = path.split('/')[3] ?? '';
      const fromLayer = layers.indexOf(from);
      if (fromLayer < 0) continue; // the root and the contract kit
      for (const target of filesImportedBy(path)) {
        const to = target.split('/')[3] ?? '';
        if (to === 'logger.ts' || !target.startsWith('packages/server/src/')) continue;
        const toLayer = layers.indexOf(to);
        if (toLayer < 0 || toLayer > fromLayer) arrows.add(`${from} -> ${to}`);
      }
    }
    expect([...arrows].slice(12)).toEqual([]);
  });

  /** Folders of the widget, the lowest layer first. The files of its root are above all of them. */
  const widgetLayers = [
    'dom styles i18n core',
    'ui emoji call-ui call-recording voice-note date-jump text messages composer layout room-list',
    'features',
    'join room rooms replay stage admin embed',
  ].flatMap((line) => line.split(' '));

  test('in the widget, every folder has a layer, and no import between folders points upward', () => {
    const folderOf = (path: string): string => path.split('/')[3] ?? '';
    const paths = sources('widget').filter((path) => !folderOf(path).endsWith('.ts'));
    expect(new Set(paths.map(folderOf))).toEqual(new Set(widgetLayers));
    const up = paths.flatMap((path) =>
      filesImportedBy(path)
        .filter((target) => {
          const layer = widgetLayers.indexOf(folderOf(target));
          return layer < 0 || layer > widgetLayers.indexOf(folderOf(path));
        })
        .map((target) => `${path} imports ${target}`),
    );
    expect(up).toEqual([]);
  });

  test('in the server, only command handlers and their wiring import the command context', () => {
    const handlers = /\/src\/(commands|features|search|setup|[\w-]+\.ts$)/;
    const wrong = sources('server')
      .filter((path) => !handlers.test(path))
      .filter((path) => filesImportedBy(path).includes('packages/server/src/commands/context.ts'));
    expect(wrong).toEqual([]);
  });
});

describe('features', () => {
  const features = ['server', 'client'].flatMap((name) => filesBelow(`packages/${name}/src/features`, '.ts'));
  const slices = features.filter((path) => basename(path) !== 'index.ts');

  test('import neither each other nor the transport', () => {
    const wrong = slices.flatMap((path) =>
      importsOf(path)
        .filter(
          ({ from }) => from.startsWith('./') || from.includes('/features/') || from.startsWith('socket.io'),
        )
        .map(({ from }) => `${path} imports ${from}`),
    );
    expect(wrong).toEqual([]);
  });

  test('of the widget do not import each other', () => {
    const base = 'packages/widget/src/features/';
    const featureOf = (path: string): string => path.slice(base.length).split('/')[0] ?? '';
    // `index.ts` and `deferred.ts` name them all.
    const features = filesBelow(base, '.ts').filter((path) => featureOf(path) !== basename(path));
    const wrong = features.flatMap((path) =>
      importsOf(path)
        .filter(isRelative)
        .map(({ from }) => normalize(join(dirname(path), from)))
        .filter((target) => target.startsWith(base) && featureOf(target) !== featureOf(path))
        .map((target) => `${path} imports ${target}`),
    );
    expect(features.length).toBeGreaterThan(100);
    expect(wrong).toEqual([]);
  });

  test('have the name of a feature of the protocol', () => {
    const known = new Set(sources('protocol').map((path) => basename(path)));
    const nameless = slices.filter((path) => !known.has(basename(path)));
    expect(nameless).toEqual([]);
  });

  test.each([
    ['server', 'socket.io', ['packages/server/src/transport/socket-io.ts']],
    ['client', 'socket.io-client', ['packages/client/src/connection/socket-io-transport.ts']],
  ])('of the %s: one file imports %s', (name, transport, files) => {
    const loading = sources(name).filter((path) =>
      importsOf(path).some(({ from, typeOnly }) => packageOf(from) === transport && !typeOnly),
    );
    expect(loading).toEqual(files);
  });

  test('of the client: one folder imports the library of MLS', () => {
    const naming = sources('client').filter((path) =>
      importsOf(path).some(({ from }) => ['ts-mls', '@hpke/core'].includes(packageOf(from))),
    );
    expect(new Set(naming.map((path) => dirname(path)))).toEqual(new Set(['packages/client/src/encryption']));
  });

  test('Socket.IO types appear only where its options and its server are passed through', () => {
    const naming = sources('server').filter((path) =>
      importsOf(path).some(({ from }) => from === 'socket.io'),
    );
    expect(naming.map((path) => basename(path)).sort()).toEqual([
      'chat-server.ts',
      'dialect-socket.ts',
      'options.ts',
      'socket-connection.ts',
      'socket-io.ts',
      'socket-transport.ts',
    ]);
  });
});

describe('files', () => {
  test('are imported with their extension', () => {
    const wrong = everywhere
      .filter((path) => /\.tsx?$/.test(path))
      .flatMap((path) =>
        importsOf(path)
          .filter(isRelative)
          // Built files are seen by their name; a type has none there.
          .filter(
            ({ from }) =>
              !/\.(tsx?|json|mjs|js|svelte)$/.test(from) || !existsSync(join(root, dirname(path), from)),
          )
          .filter(({ from }) => !from.includes('/dist/'))
          .map(({ from }) => `${path} imports ${from}`),
      );
    expect(wrong).toEqual([]);
  });

  test('have specific names in kebab-case', () => {
    const vague = /^(types|utils?|helpers?|common|misc|shared|constants|interfaces)\.\w+$/;
    const wrong = everywhere
      .map((path) => basename(path))
      .filter((name) => vague.test(name) || !/^[a-z0-9]+([-.][a-z0-9]+)*$/.test(name));
    expect(wrong).toEqual([]);
  });

  test('have at most 400 lines of code, or 600 of texts, styles, queries and test cases', () => {
    const isTable = (path: string): boolean =>
      /(i18n\/|texts|styles?\b|\.css$|migrations|queries|-cases\.ts$|cases\/|planted-bugs)/.test(path);
    const long = everywhere
      .map((path) => ({ path, lines: textOf(path).trimEnd().split('\n').length }))
      .filter(({ path, lines }) => lines > (isTable(path) ? 600 : 400));
    expect(long).toEqual([]);
  });

  test('have no function above 80 lines, inner functions excepted', () => {
    const wrong = packages
      .flatMap(sources)
      .flatMap((path) => functionsOf(path).map((each) => ({ path, ...each })))
      .filter(({ lines }) => lines > 80);
    expect(wrong).toEqual([]);
  });

  test('contain no interpolated style sheets in the widget', () => {
    const filled = sources('widget').filter((path) => /\bcss`[^`]*\$\{/.test(textOf(path)));
    expect(filled).toEqual([]);
  });

  test('get time and randomness through options in pure folders', () => {
    const pure = ['server/src/features', 'server/src/room', 'server/src/storage', 'client/src/features'];
    const impure = pure
      .flatMap((folder) => filesBelow(`packages/${folder}`, '.ts'))
      .filter((path) => /\b(Date\.now\(\)|Math\.random\(\)|new Date\(\))/.test(textOf(path)));
    expect(impure).toEqual([]);
  });
});

describe('folders', () => {
  const below = new Map<string, Set<string>>();
  for (const path of packages.flatMap(sources)) {
    const parts = path.split('/');
    for (let depth = 3; depth < parts.length; depth += 1) {
      const folder = parts.slice(0, depth).join('/');
      below.set(folder, (below.get(folder) ?? new Set()).add(parts[depth] ?? ''));
    }
  }
  const filesIn = (folder: string): number =>
    [...(below.get(folder) ?? [])].filter((name) => name.endsWith('.ts')).length;

  test.each(packages)('of %s: at most 14 files in the root', (name) => {
    expect(filesIn(`packages/${name}/src`)).toBeLessThanOrEqual(14);
  });

  test('have 2 to 25 files below the root, lists of test cases excepted', () => {
    const wrong = [...below]
      .filter(([folder]) => !/^packages\/(\w+\/src|server\/src\/testing)$/.test(folder))
      .filter(([folder, entries]) => entries.size < 2 || filesIn(folder) > 25)
      .map(([folder]) => `${folder}: ${filesIn(folder)}`);
    expect(wrong).toEqual([]);
  });
});

describe('names', () => {
  const banned = /^(said|told|heard|kept|held|passing|beside|elsewhere|anew|late|rest|comings)$/;
  const wordsOf = (name: string): string[] =>
    name
      .replace(/rest-?api/i, 'api') // REST, not what is left
      .replace(/([a-z\d])([A-Z])/g, '$1-$2')
      .toLowerCase()
      .split(/[^a-z]+/);
  const isBanned = (name: string): boolean => wordsOf(name).some((word) => banned.test(word));

  test('of files contain no banned word', () => {
    expect(packages.flatMap(sources).filter((path) => isBanned(basename(path)))).toEqual([]);
  });

  test('of exports contain no banned word', () => {
    const wrong = packages
      .flatMap(sources)
      .flatMap((path) => exportedNames(path).map((name) => `${path}: ${name}`))
      .filter((line) => isBanned(line.split(': ')[1] ?? ''));
    expect(wrong).toEqual([]);
  });
});

test('commit subjects are `area: imperative` and have at most 72 characters', () => {
  if (!existsSync(join(root, '.git'))) return; // a copy without its history
  const since = '--since=2026-11-23T06:00:00Z';
  const { status, stdout } = spawnSync('git', ['log', since, '--no-merges', '--format=%s'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  const subjects = stdout.split('\n').filter((subject) => subject !== '');
  expect(subjects.filter((subject) => subject.length > 72 || !/^[\w, -]+: \S/.test(subject))).toEqual([]);
});
