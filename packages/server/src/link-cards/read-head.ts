/** What the head of a page says of it, as plain text. */
export interface PageHead {
  title?: string;
  description?: string;
  site?: string;
  /** The address of its picture, as written there: relative, invalid or private ones as well. */
  image?: string;
}

const maxLengths = { title: 200, description: 300, site: 80 } as const;
/** The properties of each field, the preferred one first. */
const properties = {
  title: ['og:title', 'twitter:title', 'title'],
  description: ['og:description', 'twitter:description', 'description'],
  site: ['og:site_name', 'application-name'],
  image: ['og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image', 'twitter:image:src'],
} as const;
const longestAddress = 2_000;
const longestTag = 10_000;
const mostTags = 500;

/**
 * Reads the title, the description, the name of the site and the address of the picture from the beginning of
 * an HTML page. It looks for `<title>` and `<meta>` and skips everything else; the time it takes grows with
 * the length only.
 */
export const readHead = (html: string): PageHead => {
  const found = new Map<string, string>();
  const put = (name: string, value: string): void => {
    if (value.trim() !== '' && !found.has(name)) found.set(name, value);
  };
  let at = 0;
  for (let count = 0; count < mostTags; count += 1) {
    const open = html.indexOf('<', at);
    if (open < 0) break;
    if (html.startsWith('<!--', open)) {
      at = after(html, '-->', open + 4);
      continue;
    }
    const end = endOfTag(html, open);
    if (end < 0) break;
    const tag = html.slice(open + 1, end);
    at = end + 1;
    const [name = ''] = /^\/?[a-z]+/i.exec(tag) ?? [];
    const kind = name.toLowerCase();
    if (kind === 'body' || kind === '/head') break;
    if (kind === 'meta') putMeta(tag, put);
    if (kind === 'title') {
      const close = closing(html, 'title', at);
      put('title', decodeEntities(html.slice(at, close)));
      at = close;
    }
    if (kind === 'script' || kind === 'style' || kind === 'noscript') at = closing(html, kind, at);
  }
  const valueOf = (field: keyof typeof properties): string =>
    properties[field].map((name) => found.get(name)).find((each) => each !== undefined) ?? '';
  const head: PageHead = {};
  for (const field of ['title', 'description', 'site'] as const) {
    const text = plainText(valueOf(field), maxLengths[field]);
    if (text !== '') head[field] = text;
  }
  const image = valueOf('image').trim();
  if (image !== '' && image.length <= longestAddress) head.image = image;
  return head;
};

const after = (html: string, mark: string, from: number): number => {
  const found = html.indexOf(mark, from);
  return found < 0 ? html.length : found + mark.length;
};

const closing = (html: string, name: string, from: number): number => {
  const pattern = new RegExp(`</${name}`, 'gi');
  pattern.lastIndex = from;
  return pattern.exec(html)?.index ?? html.length;
};

/**
 * Returns the position of the `>` that ends a tag, outside of quotes; -1 if the tag is too long or not ended.
 */
const endOfTag = (html: string, from: number): number => {
  let quote = '';
  const last = Math.min(html.length, from + longestTag);
  for (let at = from; at < last; at += 1) {
    const character = html.charAt(at);
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '>') return at;
    else if ((character === '"' || character === "'") && /=\s*$/.test(html.slice(Math.max(from, at - 8), at)))
      quote = character;
  }
  return -1;
};

// A match begins at the first character of a name: beginning at each of them would take quadratic time.
const attribute = /(?<![^\s"'<>/=])([^\s"'<>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))/g;

const putMeta = (tag: string, put: (name: string, value: string) => void): void => {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single, bare] of tag.matchAll(attribute))
    attributes.set(name.toLowerCase(), double ?? single ?? bare ?? '');
  const name = (attributes.get('property') ?? attributes.get('name'))?.trim().toLowerCase();
  const content = attributes.get('content');
  if (name !== undefined && content !== undefined && name !== 'title') put(name, decodeEntities(content));
};

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  laquo: '«',
  raquo: '»',
  middot: '·',
  bull: '•',
  copy: '©',
  reg: '®',
  trade: '™',
  euro: '€',
  aacute: 'á',
  eacute: 'é',
  iacute: 'í',
  oacute: 'ó',
  uacute: 'ú',
  ntilde: 'ñ',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  szlig: 'ß',
  ccedil: 'ç',
  egrave: 'è',
  agrave: 'à',
};

/** Replaces numeric character references and the most frequent named ones. */
const decodeEntities = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
    if (typeof name === 'string') return named[name] ?? named[name.toLowerCase()] ?? whole;
    const code = typeof decimal === 'string' ? Number(decimal) : parseInt(String(hex), 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });

// Controls, invisible and overriding characters, private ones, line and paragraph separators.
const deceptive = /[\p{Cf}\p{Cs}\p{Co}]/gu;

/** Returns one line of visible text, cut at a character. */
const plainText = (text: string, length: number): string => {
  const line = text
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(deceptive, '')
    .replace(/(\p{Mn}{3})\p{Mn}+/gu, '$1')
    .trim();
  if (line.length <= length) return line;
  // A pair of surrogates is not split.
  const start = line.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '');
  return `${start.trimEnd()}…`;
};
