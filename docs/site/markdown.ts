// How the pages' Markdown becomes HTML: anchors, links between pages, code in colours, tables that scroll.
import { existsSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { tokensOf } from '../../packages/widget/src/text/highlight.ts';
import { addressOf, root, sources } from './navigation.ts';

/** The part of markdown-it that is used here; Eleventy brings it. */
interface Token {
  type: string;
  tag: string;
  content: string;
  info: string;
  children: Token[] | null;
  attrGet(name: string): string | null;
  attrSet(name: string, value: string): void;
}
interface Environment {
  source: string;
}
interface CoreState {
  tokens: Token[];
  env: Environment;
}
type Rule = (tokens: Token[], index: number, options: unknown, env: Environment, self: Renderer) => string;
interface Renderer {
  rules: Record<string, Rule | undefined>;
  renderToken(tokens: Token[], index: number, options: unknown): string;
}
export interface MarkdownIt {
  set(options: Record<string, unknown>): unknown;
  core: { ruler: { push(name: string, rule: (state: CoreState) => void): void } };
  renderer: Renderer;
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"]/g, (sign) => escapes[sign] ?? sign);

/** As GitHub makes them, so that links work there too. */
const slugOf = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');

const known = new Set(sources);
/** Folders of images and files that the site carries. */
const carried = /^docs\/(images|performance|pictures)\//;

/** Files that the build writes. */
const written = new Set(['docs/openapi.json']);
const isFile = (path: string): boolean =>
  written.has(path) || (carried.test(path) && existsSync(join(root, path)));

/** Where a link of a page leads in the site; null if the site does not have it. */
const targetOf = (source: string, href: string): string | null => {
  if (/^(https?:|mailto:|#)/.test(href)) return href;
  const [path = '', fragment] = href.split('#');
  const target = posix.normalize(posix.join(dirname(source), path)).replace(/\/$/, '');
  const candidates = [target, `${target}/index.md`, `${target}/README.md`];
  const page = candidates.find((each) => known.has(each));
  const file = isFile(target) ? target.slice('docs/'.length) : null;
  const address = page ? addressOf(page) : file;
  if (address === null) return null;
  const relative = posix.relative(dirname(addressOf(source)), address);
  return fragment ? `${relative}#${fragment}` : relative;
};

const plainText = (token: Token | undefined): string =>
  (token?.children ?? []).map(({ content, type }) => (type === 'softbreak' ? ' ' : content)).join('');

/** Gives headings an id, and links and images their place in the site. */
const place = ({ tokens, env }: CoreState): void => {
  const used = new Map<string, number>();
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'heading_open') {
      const slug = slugOf(plainText(tokens[index + 1]));
      const count = used.get(slug) ?? 0;
      used.set(slug, count + 1);
      token.attrSet('id', count === 0 ? slug : `${slug}-${count}`);
    }
    // A heading without a text is none: screen readers would announce it.
    if (token.type === 'th_open' && tokens[index + 1]?.content === '')
      for (const each of [token, tokens[index + 2]]) if (each) each.tag = 'td';
    let isGone = false;
    for (const child of token.children ?? []) {
      if (child.type === 'image') {
        const target = targetOf(env.source, child.attrGet('src') ?? '');
        if (target === null) throw new Error(`${env.source}: no image ${child.attrGet('src') ?? ''}`);
        child.attrSet('src', target);
        child.attrSet('loading', 'lazy');
      }
      if (child.type === 'link_open') {
        const href = child.attrGet('href') ?? '';
        const target = targetOf(env.source, href);
        isGone = target === null;
        if (target !== null) child.attrSet('href', target);
        // A file of the repository: its path helps, a link does not.
        else [child.tag, child.type] = ['span', 'file_open'];
        if (isGone) child.attrSet('title', posix.normalize(posix.join(dirname(env.source), href)));
        if (isGone) child.attrSet('class', 'file');
      }
      if (child.type === 'link_close' && isGone) {
        [child.tag, child.type] = ['span', 'file_close'];
        isGone = false;
      }
    }
  }
};

const colours = (code: string, language: string): string =>
  tokensOf(code, language)
    .map(({ text, kind }) =>
      kind ? `<span class="token ${kind}">${escapeHtml(text)}</span>` : escapeHtml(text),
    )
    .join('');

export const setUpMarkdown = (markdown: MarkdownIt): void => {
  markdown.set({ html: true, linkify: false, typographer: false });
  markdown.core.ruler.push('place', place);
  const { rules } = markdown.renderer;
  rules['fence'] = (tokens, index) => {
    const { content = '', info = '' } = tokens[index] ?? {};
    const language = info.split(/\s/)[0] ?? '';
    return `<div class="code"><pre tabindex="0"><code>${colours(content, language)}</code></pre></div>\n`;
  };
  rules['heading_close'] = (tokens, index) => {
    const id = tokens[index - 2]?.attrGet('id') ?? '';
    const { tag = '' } = tokens[index] ?? {};
    const anchor = `<a class="anchor" href="#${id}" aria-label="Link to this section">#</a>`;
    return `${tag === 'h1' ? '' : anchor}</${tag}>\n`;
  };
  rules['table_open'] = () => '<div class="table" tabindex="0"><table>\n';
  rules['table_close'] = () => '</table></div>\n';
  const comment: Rule = (tokens, index, _options, { source }) => {
    const { content = '' } = tokens[index] ?? {};
    if (/^<!-- site: ([\w-]+) -->\s*$/.test(content)) return content;
    if (/^<!--[\s\S]*-->\s*$/.test(content)) return '';
    throw new Error(`${source}: HTML in the text: ${content}`);
  };
  rules['html_block'] = comment;
  rules['html_inline'] = comment;
};
