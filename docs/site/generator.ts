// Eleventy's settings: every page is a template of its own, made of the texts of `readPages`.
import Eleventy, { type Configuration } from '@11ty/eleventy';
import { setUpMarkdown } from './markdown.ts';
import { groups } from './navigation.ts';
import { parts } from './parts.ts';
import { aboutOf, type Page } from './pages.ts';

interface Heading {
  id: string;
  title: string;
  level: number;
}

/** The headings of a page, for "On this page". */
const headingsOf = (html: string): Heading[] =>
  [...html.matchAll(/<h([23]) id="([^"]+)">(.*?)<a class="anchor"/gs)].map(
    ([, level, id = '', title = '']) => ({
      id,
      title: title.replaceAll(/<[^>]+>/g, ''),
      level: Number(level),
    }),
  );

const folder = 'docs/site';
const linkTo = ({ title, address }: Page): { title: string; address: string } => ({ title, address });
const upTo = (address: string): string => '../'.repeat(address.split('/').length - 1);

export const generate = async (pages: readonly Page[], version: string, output: string): Promise<void> => {
  const navigation = groups.map(({ title }) => ({
    title,
    pages: pages.filter(({ group }) => group === title).map(linkTo),
  }));
  const configure = (config: Configuration): void => {
    config.setTemplateFormats(['md']);
    config.setUseGitIgnore(false);
    config.setIncludesDirectory('layouts');
    config.setDataDirectory('data');
    config.amendLibrary('md', setUpMarkdown);
    config.addFilter('headings', headingsOf);
    config.addFilter('parts', parts);
    config.addGlobalData('version', version);
    config.addGlobalData('navigation', navigation);
    config.addPassthroughCopy({
      'docs/images': 'images',
      'docs/performance': 'performance',
      'docs/site/assets': 'assets',
      'node_modules/minisearch/dist/es/index.js': 'assets/minisearch.js',
    });
    for (const [index, page] of pages.entries())
      config.addTemplate(`${folder}/${page.address.replace(/\.html$/, '.md')}`, page.text, {
        ...linkTo(page),
        source: page.source,
        page_group: page.group,
        about: aboutOf(page),
        permalink: page.address,
        layout: 'page.liquid',
        templateEngineOverride: 'md',
        up: upTo(page.address),
        previous: index > 0 ? linkTo(pages[index - 1] ?? page) : null,
        next: index + 1 < pages.length ? linkTo(pages[index + 1] ?? page) : null,
      });
  };
  const eleventy = new Eleventy(folder, output, { quietMode: true, configPath: '', config: configure });
  await eleventy.write();
};
