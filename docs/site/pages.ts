// The pages with their texts and titles.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addressOf, generated, groups, root, sources } from './navigation.ts';
import { apiPage } from './reference/api.ts';
import { elementsPage } from './reference/elements.ts';
import { restPage, schemasPage } from './reference/rest.ts';

export interface Page {
  /** The path of the source in the repository. */
  source: string;
  address: string;
  title: string;
  /** Markdown. */
  text: string;
  /** The title of its group in the navigation. */
  group: string;
}

const textOf = (source: string): string => readFileSync(join(root, source), 'utf8');

/** The title of a page: its first heading, without marks. */
export const titleOf = (text: string): string =>
  (/^# (.+)$/m.exec(text)?.[1] ?? '').replaceAll('`', '').replaceAll('\\', '');

/** The first paragraph after the heading, without code, pictures, lists and tables. */
const firstParagraph = (text: string): string => {
  const paragraphs = text
    .replaceAll(/^```.*?^```$/gms, '')
    .split(/\n\n+/)
    .slice(1);
  const first = paragraphs.find((paragraph) => /^(?!- |---)[\w`*[(<@"]/.test(paragraph)) ?? '';
  return first
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[`*]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
};

/** One sentence about a page. */
export const aboutOf = ({ text }: Pick<Page, 'text'>): string => {
  const paragraph = firstParagraph(text);
  return (/^.{20,}?\.(?= |$)/.exec(paragraph)?.[0] ?? paragraph).replace(/:$/, '.');
};

const decisionsPage = (): string => {
  const decisions = sources.filter(
    (source) => source.startsWith('docs/decisions/') && source !== generated.decisions,
  );
  const lines = decisions.map((source) => `- [${titleOf(textOf(source))}](${source.split('/').pop() ?? ''})`);
  return `# Decisions\n\nWhy things are the way they are, with what was considered.\n\n${lines.join('\n')}\n`;
};

const made: Record<string, () => string> = {
  ...Object.fromEntries(generated.api.map((source) => [source, () => apiPage(source)])),
  [generated.elements]: elementsPage,
  [generated.rest]: restPage,
  [generated.schemas]: schemasPage,
  [generated.decisions]: decisionsPage,
};

export const readPages = (): Page[] =>
  groups.flatMap(({ title: group, pages }) =>
    pages.map((source) => {
      const text = made[source]?.() ?? textOf(source);
      return { source, address: addressOf(source), title: titleOf(text), text, group };
    }),
  );
