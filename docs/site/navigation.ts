// The order of the site: every page once, by the path of its source. `test/docs-site.test.ts` compares it
// with the folders.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

export interface Group {
  title: string;
  pages: readonly string[];
}

const inFolder = (folder: string, names: string): string[] =>
  names
    .trim()
    .split(/\s+/)
    .map((name) => `docs/${folder}${name}.md`);

const features = (names: string): string[] => inFolder('features/', names);

const all = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending) && !name.includes('node_modules'))
    .toSorted()
    .map((name) => `${folder}/${name}`);

/** Pages that the build makes from the sources. */
export const generated = {
  api: all('test/api', '.api.txt').map((path) =>
    path.replace(/^.*\/(.+)\.api\.txt$/, 'docs/reference/api/$1.md'),
  ),
  elements: 'docs/reference/elements.md',
  rest: 'docs/reference/rest.md',
  schemas: 'docs/reference/schemas.md',
  decisions: 'docs/decisions/index.md',
};

export const groups: readonly Group[] = [
  {
    title: 'Start',
    pages: inFolder('', 'index quick-start playground theme-builder thirty-checks comparison before-after'),
  },
  {
    title: 'By framework',
    pages: inFolder(
      'guides/',
      'express fastify nextjs nuxt sveltekit php-django react-native python go frameworks',
    ),
  },
  {
    title: 'Guides',
    pages: inFolder(
      'guides/',
      'server widget embedding client sign-in webhooks standalone moving import backup dialects write-a-store',
    ),
  },
  { title: 'Recipes', pages: inFolder('recipes/', 'telehealth webinar support-desk classroom game-lobby') },
  {
    title: 'Rooms and members',
    pages: features('rooms rooms-list members invitations users presence typing blocks silence reminders'),
  },
  {
    title: 'Messages',
    pages: features(
      `messages text replies threads forward private encryption encryption-accounts reactions emoji custom-emoji mentions files link-cards
      location polls pins scheduled saved message-reminders drafts translation versions search receipts summary`,
    ),
  },
  {
    title: 'Moderation and privacy',
    pages: features('moderation approval reports audit admin data-rights'),
  },
  {
    title: 'Live events and calls',
    pages: features(
      'lobby hands questions spotlight overlay attendance recordings captions calls group-calls',
    ),
  },
  { title: 'Bots and notices', pages: features('bots slash notifications email webhooks') },
  {
    title: 'Reference',
    pages: [
      ...inFolder('reference/', 'options widget'),
      generated.elements,
      ...inFolder('reference/', 'events errors limits shortcuts accessibility versions'),
      'docs/wire-protocol.md',
      generated.rest,
      generated.schemas,
    ],
  },
  { title: 'API of the packages', pages: generated.api },
  {
    title: 'In production',
    pages: inFolder('', 'operations performance guarantees security troubleshooting'),
  },
  { title: 'Examples', pages: all('examples', 'README.md') },
  {
    title: 'Project',
    pages: [
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'SECURITY.md',
      ...inFolder('', 'architecture adding-a-feature'),
      'bench/README.md',
    ],
  },
  { title: 'Decisions', pages: [generated.decisions, ...all('docs/decisions', '.md')] },
];

/** The sources of all pages, in order. */
export const sources = groups.flatMap(({ pages }) => pages);

/** The address of a page: as its source below `docs`, all others in `project` and `examples`. */
export const addressOf = (source: string): string => {
  if (source.startsWith('docs/')) return source.slice('docs/'.length).replace(/\.md$/, '.html');
  const [, folder] = /^(.+)\/README\.md$/.exec(source) ?? [];
  const name =
    folder?.replace(/^bench$/, 'project/bench') ?? `project/${source.replace(/\.md$/, '').toLowerCase()}`;
  return `${name}.html`;
};
