import MagicString from 'magic-string';

const tags = new Set(['css', 'html', 'svg']);

/** Comments and indentation mean nothing in CSS. @param {string} text */
const minifyCss = (text) =>
  text
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/: /g, ':')
    .replace(/;}/g, '}')
    .replace(/\( /g, '(')
    .replace(/ \)/g, ')')
    .replace(/(?<=[\s:,(-])0\.(?=\d)/g, '.');

/** In HTML, space between words and elements is one space, however long. @param {string} text */
const minifyHtml = (text) => text.replace(/\s*\n\s*/g, ' ');

/** Calls back for every node of a syntax tree. @param {any} node @param {(node: any) => void} visit */
const walk = (node, visit) => {
  if (Array.isArray(node)) return node.forEach((each) => walk(each, visit));
  if (typeof node?.type !== 'string') return;
  visit(node);
  for (const value of Object.values(node)) if (typeof value === 'object') walk(value, visit);
};

/**
 * Takes comments and indentation out of `css`, `html` and `svg` templates.
 * @returns {import('rollup').Plugin}
 */
export const minifyTemplates = () => ({
  name: 'minify-templates',
  renderChunk(code) {
    const text = new MagicString(code);
    walk(this.parse(code), (node) => {
      if (node.type !== 'TaggedTemplateExpression' || !tags.has(node.tag.name)) return;
      const minify = node.tag.name === 'css' ? minifyCss : minifyHtml;
      for (const { start, end } of node.quasi.quasis) {
        if (start < end) text.update(start, end, minify(code.slice(start, end)));
      }
    });
    return { code: text.toString(), map: text.generateMap({ hires: true }) };
  },
});
