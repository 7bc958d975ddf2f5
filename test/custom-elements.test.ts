// The data for editors, made of the sources of the widget, against the reference: neither knows a name that the other
// does not.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { customElements, readElements, vscodeData, webTypes } from '../scripts/elements-manifest.mjs';
import { root, textOf } from './source-files.ts';

const elements = readElements();
const room = elements.find(({ tag }) => tag === 'chat-room');
const page = textOf('docs/reference/widget.md');

const sectionOf = (heading: string): string =>
  new RegExp(`\\n## ${heading}\\n([\\s\\S]*?)\\n## `).exec(page)?.[1] ?? '';
const inCode = (text: string, pattern = /`([^`\s]+)`/g): string[] =>
  [...text.matchAll(pattern)].map(([, name = '']) => name);
const names = (named: readonly { name: string }[] = []): string[] => named.map(({ name }) => name).toSorted();
const unique = (all: string[]): string[] => [...new Set(all)].toSorted();

test('the attributes of <chat-room> are those of the reference', () => {
  const [list = '', ...others] = sectionOf('Attributes and properties').split(': see');
  const more = inCode(others.join(), /`([\w-]+)`\s+is\s+the\s+address/g);
  const listed = unique([...inCode(list), ...more.filter(Boolean), 'invite']);
  expect(listed.length).toBeGreaterThan(12);
  expect(names(room?.attributes)).toEqual(listed);
});

test('the events, slots, parts and custom properties of <chat-room> are those of the reference', () => {
  expect(names(room?.events)).toEqual(unique(inCode(sectionOf('Events'), /^\| `([\w-]+)`/gm)));
  // `back` stands with the list of rooms, `captions` with the calls.
  expect(names(room?.slots)).toEqual(unique([...inCode(sectionOf('Slots')), 'back', 'captions']));
  const parts = inCode(sectionOf('Parts')).filter((name) => name !== 'members');
  expect(names(room?.parts)).toEqual(unique(parts));
  const properties = inCode(sectionOf('Custom properties'), /`(--[\w-]+)`/g);
  expect(names(room?.cssProperties)).toEqual(unique(properties));
});

test('the methods of <chat-room> are those of the reference', () => {
  const methods = room?.members.filter(({ kind }) => kind === 'method');
  expect(names(methods)).toEqual(unique(inCode(sectionOf('Methods'), /`(\w+)\(\w*\)`/g)));
});

test('every element of the reference is described, and every description is complete', () => {
  const tags = elements.map(({ tag }) => tag);
  expect(inCode(page, /`<(chat-[\w-]+)/g).filter((tag) => !tags.includes(tag))).toEqual([]);
  expect(tags.filter((tag) => !page.includes(`<${tag}`))).toEqual([]);
  const named = elements.flatMap(({ tag, description, attributes, events, slots, parts, cssProperties }) => [
    { name: tag, description },
    ...[attributes, events, slots, parts, cssProperties]
      .flat()
      .map((each) => ({ name: `${tag} ${each.name}`, description: each.description })),
  ]);
  expect(named.filter(({ description }) => description === '').map(({ name }) => name)).toEqual([]);
});

test('the attributes, events, slots and parts of the other elements are those of the reference', () => {
  const rows = [...sectionOf('Elements of their own').matchAll(/^\| `<([\w-]+)>` +\|(.*)\|$/gm)];
  const listed = rows.map(([, tag = '', cells = '']) => [
    tag,
    ...cells.split('|').map((cell) => inCode(cell)),
  ]);
  const known = elements
    .filter(({ tag }) => tag !== 'chat-room')
    .map(({ tag, attributes, events, slots, parts }) => [
      tag,
      ...[attributes, events, slots, parts].map((named) => named.map(({ name }) => name).filter(Boolean)),
    ]);
  expect(known.length).toBeGreaterThan(10);
  expect(listed).toEqual(known);
});

test('values of attributes complete in VS Code and JetBrains', () => {
  const [attribute] = (
    vscodeData(elements).tags.find(({ name }) => name === 'chat-room')?.attributes ?? []
  ).filter(({ name }) => name === 'layout');
  expect(attribute?.values).toEqual(['inline', 'panel', 'launcher', 'full'].map((name) => ({ name })));
  const types = webTypes(elements, '1.2.3').contributions.html.elements.find(
    ({ name }) => name === 'chat-room',
  );
  const valueOf = (attribute: string) => types?.attributes.find(({ name }) => name === attribute)?.value;
  expect(valueOf('register')).toEqual({ type: "'formal' | 'informal'", required: true });
  expect(valueOf('open')).toEqual({ type: 'boolean', required: false });
});

test('the package names the files, which the build has written from these sources', () => {
  const folder = join(root, 'packages/widget');
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const read = (path: string) => JSON.parse(readFileSync(join(folder, path), 'utf8'));
  expect(read(manifest.customElements)).toEqual(customElements(elements));
  expect(read(manifest['web-types'])).toEqual(webTypes(elements, manifest.version));
  expect(read('dist/vscode.html-custom-data.json')).toEqual(vscodeData(elements));
  // The server carries the scripts alone.
  expect(existsSync(join(root, 'packages/server/dist/widget/web-types.json'))).toBe(false);
});
