import { globSync, readFileSync } from 'node:fs';
import MagicString from 'magic-string';

const tags = new Set(['css', 'html', 'svg']);

/** Comments and indentation mean nothing in CSS. @param {string} text */
const minifyCss = (text) =>
  text
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/ > /g, '>')
    .replace(/: /g, ':')
    .replace(/;}/g, '}')
    .replace(/\( /g, '(')
    .replace(/ \)/g, ')')
    .replace(/(?<=[\s:,(-])0\.(?=\d)/g, '.');

/** In HTML, space between words and elements is one space, however long; at the end of a tag it means nothing. @param {string} text */
const minifyHtml = (text) => text.replace(/\s*\n\s*/g, ' ').replace(/(?<=") >/g, '>');

const privateName = /--_[a-z-]+/g;

/** Short names for properties that begin with `--_`, the same in every chunk: the most used has the shortest. @param {string} sources */
const shortNames = (sources) => {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const file of globSync(sources))
    for (const [name] of readFileSync(file, 'utf8').matchAll(privateName))
      counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return new Map(names.map(([name], index) => [name, `--_${index.toString(36)}`]));
};

/** Calls back for every node of a syntax tree. @param {any} node @param {(node: any) => void} visit */
const walk = (node, visit) => {
  if (Array.isArray(node)) return node.forEach((each) => walk(each, visit));
  if (typeof node?.type !== 'string') return;
  visit(node);
  for (const value of Object.values(node)) if (typeof value === 'object') walk(value, visit);
};

/**
 * Takes comments and indentation out of `css`, `html` and `svg` templates, and shortens the names of private properties.
 * @param {string} sources all that may name one
 * @returns {import('rollup').Plugin}
 */
export const minifyTemplates = (sources) => {
  /** @type {Map<string, string>} */
  let short = new Map();
  /** @param {string} part */
  const shorten = (part) => part.replace(privateName, (name) => short.get(name) ?? name);
  return {
    name: 'minify-templates',
    buildStart() {
      short = shortNames(sources);
    },
    renderChunk(code) {
      const text = new MagicString(code);
      walk(this.parse(code), (node) => {
        if (node.type === 'Literal' && typeof node.value === 'string' && node.value.startsWith('--_'))
          text.update(node.start, node.end, shorten(code.slice(node.start, node.end)));
        if (node.type !== 'TaggedTemplateExpression' || !tags.has(node.tag.name)) return;
        const minify = node.tag.name === 'css' ? minifyCss : minifyHtml;
        const { quasis } = node.quasi;
        for (const { start, end } of quasis) {
          if (start === end) continue;
          let part = shorten(minify(code.slice(start, end)));
          if (minify === minifyCss && start === quasis[0].start) part = part.trimStart();
          if (minify === minifyCss && end === quasis.at(-1).end) part = part.trimEnd();
          text.update(start, end, part);
        }
      });
      return { code: text.toString(), map: text.generateMap({ hires: true }) };
    },
  };
};
