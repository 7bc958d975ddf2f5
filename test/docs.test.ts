// The documentation against the code: its lists are complete and its examples compile.
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  commandNames,
  commands,
  defaultLimits,
  errorCodes,
  httpStatus,
  protocolVersion,
} from '@chat/protocol';
import { describe, expect, test } from 'vitest';
import { en } from '../packages/widget/src/i18n/en.ts';
import { createMetrics } from '../packages/server/src/operations/metrics.ts';
import { optionNames } from '../packages/server/src/option-names.ts';
import { compileBlocks } from './doc-blocks.ts';
import { filesBelow, root, textOf } from './source-files.ts';

const pages = [
  'README.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'CONTRIBUTING.md',
  ...['docs', 'examples', 'bench'].flatMap((folder) => filesBelow(folder, '.md')),
];

/** Rows of the tables of a page, whose first cell is in backticks. */
const rowsOf = (page: string): string[][] =>
  [...textOf(page).matchAll(/^\| *`[^|]*\|.*$/gm)].map(([row]) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );

/** `packages/protocol/src/features/receipts.ts` holds `receipt:read`, so its page is `docs/features/receipts.md`. */
const slices = filesBelow('packages/protocol/src', '.ts')
  .map((path) => ({
    name: path.replace(/^.*\/(.+)\.ts$/, '$1'),
    named: [...textOf(path).matchAll(/^ {2}'(\w+:\w+)': command</gm)].map(([, name]) => name),
  }))
  .filter(({ named }) => named.length > 0);

test('every command belongs to a feature', () => {
  expect(new Set(slices.flatMap(({ named }) => named))).toEqual(new Set(commandNames));
});

test.each(slices)('the page of $name lists its commands with their routes', ({ name, named }) => {
  const listed = rowsOf(`docs/features/${name}.md`).filter(([first]) => first?.includes(':'));
  const known = Object.entries(commands).filter(([command]) => named.includes(command));
  expect(listed.map(([command, route]) => [command, route])).toEqual(
    known.map(([command, { http }]) => [command, http]),
  );
});

test('the documented limits equal those of the code', () => {
  const listed = rowsOf('docs/reference/limits.md').map(([name, value]) => [name, Number(value)]);
  expect(Object.fromEntries(listed)).toEqual(defaultLimits);
});

test('the documented server options equal those of the code', () => {
  const listed = rowsOf('docs/reference/options.md').map(([name]) => name ?? '');
  expect(listed.slice(0, optionNames.length)).toEqual(optionNames);
});

test('the documented events equal those of the code, with their fields', () => {
  const source = textOf('packages/protocol/src/events.ts').replaceAll(/\/\*\*[\s\S]*?\*\//g, '');
  const fieldsOf = (text: string): string[] =>
    [...text.matchAll(/(\w+)\??:/g)].map(([, name]) => name ?? '').filter((name) => name !== 'type');
  const known = [...source.matchAll(/type: '([\w:]+)'((?:[^{}]|\{[^{}]*\})*)\}/g)].map(
    ([, type = '', more = '']) => ({
      type,
      fields: fieldsOf(more),
    }),
  );
  const rows = rowsOf('docs/reference/events.md').filter(([type]) =>
    known.some((each) => each.type === type),
  );
  expect(known.length).toBeGreaterThan(20);
  expect(rows.map(([type]) => type)).toEqual(known.map(({ type }) => type));
  const lacking = known.flatMap(({ type, fields }) => {
    const row = rows.find(([each]) => each === type) ?? [];
    return fields
      .filter((field) => !new RegExp(`\\b${field}\\b`).test(row[1] ?? ''))
      .map((field) => `${type}: ${field}`);
  });
  expect(lacking).toEqual([]);
});

test('the documented metrics equal those of the code, with their types', () => {
  const listed = rowsOf('docs/operations.md').filter(([name]) => name?.startsWith('chat_'));
  const { text } = createMetrics();
  const stats = { connections: 0, unauthenticated: 0, users: 0, rooms: 0, lagMs: 0, load: 'calm' as const };
  const types = [...text(stats).matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name, type]) => [
    type === 'counter' ? `${name}_total` : name,
    type,
  ]);
  expect(types.length).toBeGreaterThan(5);
  expect(listed.map(([name, type]) => [name, type])).toEqual(types);
  // Meaning, normal values, and the remedy.
  expect(listed.filter((row) => row.length !== 5 || row.includes(''))).toEqual([]);
  // What the alerts and the dashboard ask for.
  const asked = ['alerts.yml', 'grafana-dashboard.json'].flatMap((file) =>
    [...textOf(`container/monitoring/${file}`).matchAll(/chat_\w+/g)].map(([name]) =>
      name.replace(/_bucket$/, ''),
    ),
  );
  expect(new Set(asked)).toEqual(new Set(types.map(([name]) => name)));
});

describe('the documented errors', () => {
  const rows = rowsOf('docs/reference/errors.md');

  test('have the codes and HTTP statuses of the code', () => {
    const listed = rows.filter(([, status]) => Number(status) > 0);
    expect(new Map(listed.map(([code, status]) => [code, Number(status)]))).toEqual(
      new Map(errorCodes.map((code) => [code, httpStatus[code]])),
    );
  });

  test('include every reason that the server sends', () => {
    const sources = ['protocol', 'server'].flatMap((name) => filesBelow(`packages/${name}/src`, '.ts'));
    const given = sources.flatMap((path) =>
      [...textOf(path).matchAll(/(?:ChatError|refuse)\([^;]*?reason: '(\w+)'/gs)].map(([, reason]) => reason),
    );
    const listed = rows.map(([reason]) => reason);
    expect(given.length).toBeGreaterThan(10);
    expect([...new Set(given)].filter((reason) => !listed.includes(reason))).toEqual([]);
  });
});

test('the widget and its page list the same slots, events, parts, properties and attributes', () => {
  const source = textOf('packages/widget/src/room/chat-room.ts');
  const page = textOf('docs/reference/widget.md');
  const told = [...source.matchAll(/@(?:slot|event|csspart|cssproperty) ([\w-]+)/g)].map(([, name]) => name);
  const [, properties = ''] = /static override properties = \{(.*?)\n {2}\};/s.exec(source) ?? [];
  const attributes = [...properties.matchAll(/^ {4}(\w+): (?!.*state: true)/gm)].map(([, name]) => name);
  expect(attributes.length).toBeGreaterThan(5);
  expect([...told, ...attributes].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  const everything = filesBelow('packages/widget/src', '.ts').map(textOf).join('\n');
  const [, parts = ''] = /## Parts\n(.*?)\n## /s.exec(page) ?? [];
  const styled = [...everything.matchAll(/@csspart (\S+)(.*)/g)].map(
    ([, part, more]) => `\`${part}\` ${more}`,
  );
  const unknown = [...parts.matchAll(/`[\w-]+`/g)].filter(
    ([part]) => !styled.some((line) => line.includes(part)),
  );
  expect(unknown.map(([part]) => part)).toEqual([]);
  const named = [...page.matchAll(/`(chat-[\w-]+|--chat-[\w-]+)`/g)].map(([, name]) => name ?? '');
  expect(named.filter((name) => !everything.includes(name))).toEqual([]);
});

test('the documented widget texts equal those of the code', () => {
  const texts = rowsOf('docs/reference/widget.md').filter(([key]) => key && key in en);
  const said = (text: string | object): string =>
    typeof text === 'string'
      ? text
      : Object.entries(text)
          .map(([form, each]) => `${form}: ${each}`)
          .join(', ');
  const { reasons: _reasons, codes: _codes, ...all } = en;
  expect(texts).toEqual(Object.entries(all).map(([key, text]) => [key, said(text)]));
});

/** Numbers of the criteria of WCAG 2.2 at levels A and AA. */
const criteria = `1.1.1 1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.3.3 1.3.4 1.3.5 1.4.1 1.4.2 1.4.3 1.4.4
1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.4.5 2.4.6
2.4.7 2.4.11 2.5.1 2.5.2 2.5.3 2.5.4 2.5.7 2.5.8 3.1.1 3.1.2 3.2.1 3.2.2 3.2.3 3.2.4 3.2.6 3.3.1 3.3.2 3.3.3
3.3.4 3.3.7 3.3.8 4.1.2 4.1.3`.split(/\s+/);

test('every criterion of WCAG 2.2 names a test that exists, or why it does not apply', () => {
  const rows = [...textOf('docs/reference/accessibility.md').matchAll(/^\| (\d\S+) .*\| (.*?) *\|$/gm)];
  expect(rows.map(([, number]) => number)).toEqual(criteria);
  const wrong = rows.flatMap(([, number, proof = '']) => {
    const named = [...proof.matchAll(/\[(.*?)\]\(\.\.\/\.\.\/(.*?)\)/g)];
    if (named.length === 0 && !/^not applicable: .{10}/.test(proof)) return [number];
    return named
      .filter(([, title = '', path = '']) => !textOf(path).includes(`'${title}'`))
      .map(([, title]) => `${number} ${title}`);
  });
  expect(wrong).toEqual([]);
});

describe('the feature pictures', () => {
  const taken = filesBelow('docs/images/features', '.png');
  const shown = filesBelow('docs/features', '.md').map((page) => {
    const name = page.replace(/^.*\/(.+)\.md$/, '$1');
    const found = new RegExp(`^!\\[(.*)\\]\\(\\.\\./images/features/${name}\\.png\\)$`, 'm').exec(
      textOf(page),
    );
    return { page, picture: `docs/images/features/${name}.png`, said: found?.[1] };
  });

  test.each(shown)(
    'include one with alternative text on $page if the widget shows the feature',
    ({ page, said }) => {
      const isSeen = /widget|<chat-/i.test(textOf(page).replace('No part of the widget shows it', ''));
      expect({
        page,
        words: said === undefined || said.length > 20,
        picture: said !== undefined || !isSeen,
      }).toEqual({
        page,
        words: true,
        picture: true,
      });
    },
  );

  test('are all used, with alternative text, and small', () => {
    const used = shown.flatMap(({ page }) => [
      ...textOf(page).matchAll(/^!\[(.*)\]\(\.\.\/(images\/features\/.*\.png)\)$/gm),
    ]);
    expect(used.filter(([, said = '']) => said.length <= 20)).toEqual([]);
    expect(taken.toSorted()).toEqual(used.map(([, , path]) => `docs/${path}`).toSorted());
    const large = taken.filter((path) => statSync(join(root, path)).size > 60_000);
    expect(large).toEqual([]);
  });
});

describe('the feature pages:', () => {
  const features = filesBelow('docs/features', '.md');
  const types = [...textOf('packages/protocol/src/events.ts').matchAll(/type: '([\w:]+)'/g)].map(
    ([, type]) => type ?? '',
  );
  // Uploads are forms, so they are in no table of commands.
  const uploads = ['POST /chat/api/rooms/:roomId/files', 'PUT /chat/api/profile/picture'];
  const routes = new Set([...Object.values(commands).map(({ http }) => http), ...uploads]);
  const inCode = (text: string): string[] => [...text.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code ?? '');
  /** The part about events: from that word to the end of the paragraph. */
  const eventsOf = (page: string): string[] =>
    [
      ...textOf(page).matchAll(/^(?:Events?:|No .*event of its own|No events of its own)(?:.|\n(?!\n))*/gm),
    ].map(([paragraph]) => paragraph);

  test.each(features)('%s lists commands, routes, events, client methods and widget elements', (page) => {
    const text = textOf(page);
    const named = inCode(text);
    expect({
      command: named.some((code) => Object.keys(commands).includes(code)),
      route: named.some((code) => routes.has(code)),
      events: eventsOf(page).length > 0,
      client: /\bClient: /.test(text),
      widget: /[Ww]idget|<chat-/.test(text),
    }).toEqual({ command: true, route: true, events: true, client: true, widget: true });
    expect(
      named.filter(
        (code) => /^(GET|POST|PUT|PATCH|DELETE) \//.test(code) && !routes.has(code.replace(/\?.*/, '')),
      ),
    ).toEqual([]);
    const told = eventsOf(page).flatMap(inCode);
    const unknown = told.filter((code) => /^\w+:\w+$/.test(code) && !types.includes(code));
    expect(unknown.filter((code) => !Object.keys(commands).includes(code))).toEqual([]);
  });

  test('together they cover every event', () => {
    const told = new Set(features.flatMap(eventsOf).flatMap(inCode));
    expect(types.length).toBeGreaterThan(20);
    expect(types.filter((type) => !told.has(type))).toEqual([]);
  });

  test('the index lists each', () => {
    const index = textOf('docs/index.md');
    expect(features.filter((page) => !index.includes(`(${page.replace('docs/', '')})`))).toEqual([]);
  });
});

test('the policy of versions names the version of the wire and the oldest Node', () => {
  const policy = textOf('docs/reference/versions.md');
  const { engines } = JSON.parse(textOf('packages/server/package.json')) as { engines: { node: string } };
  expect(policy).toContain(`<!-- protocolVersion -->${protocolVersion}.`);
  expect(policy).toContain(`from ${engines.node.replace('>=', '')} on`);
});

test.each(pages)('the links of %s resolve', (page) => {
  const broken = [...textOf(page).matchAll(/\]\((?!https?:)([^)#]+)/g)]
    .map(([, target]) => target ?? '')
    .filter((target) => !existsSync(join(root, dirname(page), target)));
  expect(broken).toEqual([]);
});

test.each(['docs/architecture.md', 'docs/adding-a-feature.md'])('the file names in %s exist', (page) => {
  const files = ['docs', 'packages', 'test'].flatMap((folder) => filesBelow(folder, '.ts', '.md'));
  const named = [...textOf(page).matchAll(/`([\w/.-]+\/[\w.-]+\.(?:ts|md))`/g)].map(([, path = '']) => path);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((path) => !files.some((file) => `/${file}`.endsWith(`/${path}`)))).toEqual([]);
});

test('the TypeScript in the documentation compiles', { timeout: 60_000 }, () => {
  expect(compileBlocks(pages)).toEqual([]);
});
