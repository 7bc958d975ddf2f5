// The site of the documentation against what it is made of. `test/e2e/docs-site.e2e.test.ts` builds and
// visits it.
import { expect, test } from 'vitest';
import { themeGroups } from '../docs/site/in-page/theme-properties.ts';
import { llmsFullText, llmsText, markdownAddress } from '../docs/site/llms.ts';
import { generated, sources } from '../docs/site/navigation.ts';
import { aboutOf, readPages } from '../docs/site/pages.ts';
import { readElements } from '../scripts/elements-manifest.mjs';
import { filesBelow, textOf } from './source-files.ts';

const pages = readPages();
const room = readElements().find(({ tag }) => tag === 'chat-room');

test('the navigation has every page of the documentation once', () => {
  const written = [
    ...filesBelow('docs', '.md'),
    ...filesBelow('examples', '.md'),
    ...filesBelow('bench', '.md'),
    'CHANGELOG.md',
    'CONTRIBUTING.md',
    'SECURITY.md',
  ];
  const made = Object.values(generated).flat();
  expect(sources.filter((source) => !made.includes(source)).toSorted()).toEqual(written.toSorted());
  expect(sources.length).toBe(new Set(sources).size);
});

test('pages have a title and an address of their own', () => {
  expect(pages.filter(({ title }) => title === '').map(({ source }) => source)).toEqual([]);
  expect(new Set(pages.map(({ address }) => address)).size).toBe(pages.length);
});

test('llms.txt lists every page as Markdown, most with a sentence about it', () => {
  const listed = [...llmsText(pages).matchAll(/^- \[.+?\]\(([\w/-]+\.md)\)/gm)].map(([, address]) => address);
  expect(new Set(listed)).toEqual(new Set(pages.map(({ address }) => markdownAddress(address))));
  const silent = pages.filter((page) => page.source.startsWith('docs/guides/') && aboutOf(page) === '');
  expect(silent.map(({ source }) => source)).toEqual([]);
});

test('llms-full.txt has the texts of guides, features and the reference', () => {
  const text = llmsFullText(pages);
  for (const source of ['docs/quick-start.md', 'docs/features/pins.md', 'docs/reference/errors.md'])
    expect(text).toContain(textOf(source).trim());
  expect(text).not.toContain(textOf('docs/decisions/10-dependencies.md').trim());
});

test('the reference has every declaration of the packages and every route', () => {
  const textOfPage = (source: string): string => pages.find((page) => page.source === source)?.text ?? '';
  expect(textOfPage('docs/reference/api/server.md')).toContain('## createChatServer');
  // The comment of the sources is with it.
  expect(textOfPage('docs/reference/api/server.md')).toContain('Adds a chat to an http server.');
  expect(textOfPage(generated.rest)).toContain('`POST /rooms/{roomId}/messages`');
  expect(textOfPage(generated.schemas)).toContain('## Message');
  expect(textOfPage(generated.elements)).toContain('## `<chat-overlay>`');
});

test('the theme builder has every custom property of <chat-room>', () => {
  const edited = Object.values(themeGroups).flatMap((group) => group.map(({ name }) => name));
  expect(edited.toSorted()).toEqual(room?.cssProperties.map(({ name }) => name).toSorted());
});

test('the playground offers only values that the attributes of <chat-room> have', () => {
  const html = textOf('docs/site/layouts/playground.html');
  const unknown = (room?.attributes ?? []).flatMap(({ name, values }) => {
    const [, options = ''] = new RegExp(`<select name="${name}">(.*?)</select>`, 's').exec(html) ?? [];
    const offered = [...options.matchAll(/value="([^"]+)"/g)].map(([, value = '']) => value);
    return values.length > 0 ? offered.filter((value) => !values.includes(value)) : [];
  });
  expect(unknown).toEqual([]);
});
