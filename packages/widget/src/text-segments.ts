/** A piece of a message's text: as typed, or an address to follow. */
export type Segment = { text: string; href?: string };

const address = /\b(?:https?:\/\/|www\.)[^\s<>"'`\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]+/giu;
const trailing = new Set('.,;:!?…\'"”’»*_~');
const opens: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
/** Nobody reads an address longer than this. */
const longest = 2_048;

const count = (text: string, char: string): number => text.split(char).length - 1;

/** Punctuation after an address belongs to the sentence; so does a bracket that was opened before it. */
const trim = (found: string): string => {
  const surplus = new Map(
    Object.entries(opens).map(([close, open]) => [close, count(found, close) - count(found, open)]),
  );
  let end = found.length;
  for (; end > 0; end--) {
    const last = found.charAt(end - 1);
    const unopened = surplus.get(last) ?? 0;
    if (unopened > 0) surplus.set(last, unopened - 1);
    else if (!trailing.has(last)) break;
  }
  return found.slice(0, end);
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
    const shown = match[0].length > longest ? '' : trim(match[0]);
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
