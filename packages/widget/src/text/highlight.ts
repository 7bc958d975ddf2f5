/** The kind of a token, which is also its class: `token keyword`. */
export type TokenKind = 'comment' | 'string' | 'number' | 'keyword' | 'name' | 'removed';

export interface Token {
  text: string;
  /** None: plain text. */
  kind?: TokenKind;
}

/** A kind, and the pattern of its tokens. `word`: a keyword, a name by what follows it, or plain. */
type Rule = readonly [kind: TokenKind | 'word', pattern: string];

interface Grammar {
  pattern: RegExp;
  kinds: readonly Rule[0][];
  keywords: ReadonlySet<string>;
  /** The text after a name of a function, a property or an attribute. */
  afterName: RegExp;
}

// Each pattern reads on where the one before it ended, so that any text is read in linear time.
const lineComment: Rule = ['comment', '//[^\\n]*'];
const hashComment: Rule = ['comment', '(?<![\\w$])#[^\\n]*'];
const blockComment: Rule = ['comment', '/\\*[\\s\\S]*?(?:\\*/|$(?![\\s\\S]))'];
const doubleQuoted: Rule = ['string', '"(?:\\\\.|[^"\\\\\\n])*"?'];
const singleQuoted: Rule = ['string', "'(?:\\\\.|[^'\\\\\\n])*'?"];
const backQuoted: Rule = ['string', '`(?:\\\\[\\s\\S]|[^`\\\\])*`?'];
const tripleQuoted: Rule = ['string', '"""[\\s\\S]*?(?:"""|$(?![\\s\\S]))'];
const number: Rule = ['number', '\\b\\d(?:[\\w.]|(?<=[eE])[+-])*'];
const word: Rule = ['word', '[A-Za-z_$][\\w$]*'];
const annotation: Rule = ['name', '@[A-Za-z_][\\w.]*'];

const grammar = (
  rules: readonly Rule[],
  keywords = '',
  { flags = '', afterName = /^\s*\(/ } = {},
): Grammar => ({
  pattern: new RegExp(rules.map(([, pattern]) => `(${pattern})`).join('|'), `gm${flags}`),
  kinds: rules.map(([kind]) => kind),
  keywords: new Set(keywords.split(' ')),
  afterName,
});

const script = grammar(
  [lineComment, blockComment, doubleQuoted, singleQuoted, backQuoted, annotation, number, word],
  'abstract as async await break case catch class const continue debugger declare default delete do else enum export extends false finally for from function get if implements import in instanceof interface is keyof let namespace new null of private protected public readonly return satisfies set static super switch this throw true try type typeof undefined var void while with yield',
);
const braces = grammar(
  [
    lineComment,
    blockComment,
    tripleQuoted,
    doubleQuoted,
    singleQuoted,
    ['name', '#\\w+'],
    annotation,
    number,
    word,
  ],
  'abstract as async await auto base bool boolean break byte case catch chan char class const constexpr continue crate data def default defer delete do double dyn echo else enum explicit export extends extern false final finally float fn for foreach fun func function go goto if impl implements import in init inline instanceof int interface internal is let long loop map match mod move mut namespace native new nil null nullptr object operator out override package private protected protocol pub public range readonly ref return sealed select self short signed sizeof static string struct super switch this throw throws trait true try type typedef typename union unsafe unsigned use using val var virtual void volatile when where while with yield',
);
const python = grammar(
  [
    hashComment,
    tripleQuoted,
    ['string', "'''[\\s\\S]*?(?:'''|$(?![\\s\\S]))"],
    doubleQuoted,
    singleQuoted,
    annotation,
    number,
    word,
  ],
  'and as assert async await break case class continue def del do elif else elsif end ensure except False finally for from global if import in is lambda match module next nil None nonlocal not or pass raise require rescue return self super then True try unless until when while with yield',
);
const shell = grammar(
  [
    hashComment,
    doubleQuoted,
    ['string', "'[^']*'?"],
    ['name', '\\$(?:\\{[^}\\n]*\\}?|[\\w@#?*!-]+)'],
    number,
    ['word', '[A-Za-z_][\\w-]*'],
  ],
  'case cd do done echo elif else esac exit export fi for function if in local read return set source sudo then trap unset until while',
);
const sql = grammar(
  [['comment', '--[^\\n]*'], blockComment, singleQuoted, doubleQuoted, number, word],
  'add all alter and as asc begin between by case cast check column commit constraint create cross default delete desc distinct drop else end exists foreign from full group having if in index inner insert into is join key left like limit not null offset on or order outer primary references returning right rollback select set table then union unique update using values view when where with',
  { flags: 'i' },
);
const json = grammar(
  [
    lineComment,
    ['name', '"(?:\\\\.|[^"\\\\\\n])*"(?=\\s*:)'],
    doubleQuoted,
    ['number', '-?\\b\\d[\\w.+-]*'],
    word,
  ],
  'true false null',
);
const settings = grammar(
  [
    hashComment,
    ['name', '^[ \\t]*(?:-[ \\t]+)?[\\w.-]+(?=[ \\t]*[:=])|^\\[[^\\]\\n]*\\]'],
    doubleQuoted,
    singleQuoted,
    number,
    word,
  ],
  'true false null yes no on off',
);
const styles = grammar(
  [
    blockComment,
    doubleQuoted,
    singleQuoted,
    ['keyword', '@[\\w-]+|![a-z]+'],
    ['number', '#[\\da-fA-F]{3,8}\\b|(?<![\\w-])-?\\d[\\w.%]*'],
    ['word', '[\\w-]+'],
  ],
  '',
  { afterName: /^[ \t]*:\s/ },
);
const markup = grammar(
  [
    ['comment', '<!--[\\s\\S]*?(?:-->|$(?![\\s\\S]))'],
    ['keyword', '</?[A-Za-z!][\\w:.-]*|/?>'],
    ['string', '(?<==)(?:"[^"]*"?|\'[^\']*\'?)'],
    ['number', '&#?\\w+;'],
    ['word', '[\\w:@.-]+'],
  ],
  '',
  { afterName: /^=/ },
);
const diff = grammar([
  ['comment', '^(?:@@|diff |index |\\+\\+\\+|---)[^\\n]*'],
  ['string', '^\\+[^\\n]*'],
  ['removed', '^-[^\\n]*'],
]);

/** The names that stand after a fence. */
const names: readonly (readonly [Grammar, string])[] = [
  [script, 'js javascript jsx mjs cjs ts typescript tsx mts'],
  [braces, 'c h cpp c++ cs csharp c# dart go golang java kotlin kt php rust rs scala swift'],
  [python, 'py python rb ruby'],
  [shell, 'bash console sh shell zsh dockerfile'],
  [sql, 'sql postgres postgresql mysql sqlite'],
  [json, 'json jsonc json5'],
  [settings, 'yaml yml toml ini env properties'],
  [styles, 'css scss less'],
  [markup, 'html xml svg vue svelte'],
  [diff, 'diff patch'],
];
const grammars = new Map(names.flatMap(([each, all]) => all.split(' ').map((name) => [name, each] as const)));

/** Splits code into tokens, which together are the code. One plain token if the language is not known. */
export const tokensOf = (code: string, language = ''): Token[] => {
  const found = grammars.get(language.toLowerCase());
  if (!found) return [{ text: code }];
  const { pattern, kinds } = found;
  const tokens: Token[] = [];
  let from = 0;
  const plain = (until: number): void => {
    if (until > from) tokens.push({ text: code.slice(from, until) });
  };
  for (const match of code.matchAll(pattern)) {
    const [text] = match;
    const end = match.index + text.length;
    const rule = kinds[match.slice(1).findIndex((group) => group !== undefined)];
    const kind = rule === 'word' ? kindOfWord(text, code.slice(end, end + 3), found) : rule;
    if (!kind) continue;
    plain(match.index);
    tokens.push({ text, kind });
    from = end;
  }
  plain(code.length);
  return tokens;
};

const kindOfWord = (
  text: string,
  next: string,
  { keywords, pattern, afterName }: Grammar,
): TokenKind | undefined => {
  if (keywords.has(pattern.ignoreCase ? text.toLowerCase() : text)) return 'keyword';
  return afterName.test(next) ? 'name' : undefined;
};
