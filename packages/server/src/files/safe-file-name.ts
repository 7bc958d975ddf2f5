const longest = 120;
const longestEnding = 16;

// What makes one name pass for another, or is no text at all: controls (CR and LF among them), invisible and overriding
// characters, private ones, line and paragraph separators.
const deceptive = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

/**
 * A name under which a file can be shown and saved anywhere: the last part of what was given, without invisible, overriding
 * and heaped characters, nor those that a file system may not take; not hidden; at most 120 characters, its ending kept.
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

/** At most so many UTF-16 code units, without half a character. */
const cut = (text: string, length: number): string =>
  text.length <= length
    ? text
    : text
        .slice(0, length)
        .replace(/[\uD800-\uDBFF]$/, '')
        .trimEnd();
