/** A piece of a message's text: as typed, or an address to follow. */
export type Segment = { text: string; href?: string };

const address = /\b(?:https?:\/\/|www\.)[^\s<>"'`\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]+/giu;
const trailing = /[.,;:!?…'"”’»*_~]+$/u;
const pairs: readonly (readonly [string, string])[] = [
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
];

const count = (text: string, char: string): number => text.split(char).length - 1;

/** Punctuation after an address belongs to the sentence; so does a bracket that was opened before it. */
const trim = (found: string): string => {
  for (let text = found; ;) {
    const before = text;
    text = text.replace(trailing, '');
    for (const [open, close] of pairs)
      if (text.endsWith(close) && count(text, close) > count(text, open)) text = text.slice(0, -1);
    if (text === before) return text;
  }
};

/** The address to follow, or null when the browser would not read it as plain http(s). */
const toHref = (text: string): string | null => {
  try {
    const url = new URL(/^www\./i.test(text) ? `https://${text}` : text);
    // A user name before the host makes one site pass for another.
    const plain =
      /^https?:$/.test(url.protocol) && url.hostname.includes('.') && !url.username && !url.password;
    return plain || (url.hostname === 'localhost' && !url.username) ? url.href : null;
  } catch {
    return null;
  }
};

/** Cuts a text into plain pieces and http(s) addresses. The pieces joined are the text again. */
export const toSegments = (text: string): Segment[] => {
  const segments: Segment[] = [];
  let from = 0;
  for (const match of text.matchAll(address)) {
    const shown = trim(match[0]);
    const href = toHref(shown);
    if (!href) continue;
    if (match.index > from) segments.push({ text: text.slice(from, match.index) });
    segments.push({ text: shown, href });
    from = match.index + shown.length;
  }
  if (from < text.length) segments.push({ text: text.slice(from) });
  return segments;
};

const emoji =
  /^(?:\p{RI}\p{RI}|[#*\d]\uFE0F?\u20E3|(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F?)[\p{EMod}\u{E0020}-\u{E007F}]*(?:\u200D\p{Extended_Pictographic}\uFE0F?\p{EMod}?)*|\s)+$/u;

/** One to three emoji and nothing else: shown large. */
export const isEmojiOnly = (text: string): boolean => {
  const trimmed = text.trim();
  if (trimmed.length === 0 || trimmed.length > 60 || !emoji.test(trimmed)) return false;
  return [...new Intl.Segmenter().segment(trimmed.replace(/\s/gu, ''))].length <= 3;
};
