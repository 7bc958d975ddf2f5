const longest = 120;
const longestEnding = 16;

// Characters that make one name pass for another, or are no text: controls (CR and LF among them), invisible
// and overriding characters, private ones, line and paragraph separators.
const deceptive = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

/**
 * Returns a name under which a file can be displayed and saved anywhere: the last part of the path, without
 * invisible, overriding and stacked characters or those that file systems reject; not hidden; at most 120
 * characters, its extension kept.
 */
export const cleanFileName = (given: string): string => {
  const [last = ''] = given.toWellFormed().split(/[/\\]/).slice(-1);
  const plain = last
    .normalize('NFC')
    .replace(deceptive, '')
    .replace(/(\p{Mn}{3})\p{Mn}+/gu, '$1')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/gu, ' ')
    .replace(/^[\s.]+|[\s.]+$/gu, '');
  if (plain === '') return 'file';
  const dot = plain.lastIndexOf('.');
  const ending = dot > 0 && plain.length - dot <= longestEnding ? plain.slice(dot) : '';
  const stem = plain.slice(0, plain.length - ending.length);
  return `${cut(stem, longest - ending.length)}${ending}`;
};

/** Cuts a text to a number of UTF-16 code units, without splitting a character. */
const cut = (text: string, length: number): string =>
  text.length <= length
    ? text
    : text
        .slice(0, length)
        .replace(/[\uD800-\uDBFF]$/, '')
        .trimEnd();
