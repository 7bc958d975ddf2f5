/** Matches the start of an address; `trimAddress` finds its end. */
export const addressPattern = String.raw`\b(?:https?:\/\/|www\.|mailto:)[^\s<>"'\x60\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]+`;

const trailing = new Set('.,;:!?…\'"”’»*_~');
const opens: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
/** Longer addresses stay plain text. */
const longest = 2_048;

const count = (text: string, char: string): number => text.split(char).length - 1;

/** Excludes punctuation after an address, and a closing bracket that was opened before it. */
export const trimAddress = (found: string): string => {
  if (found.length > longest) return '';
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

/** The target of a link. */
export interface Address {
  href: string;
  /** The host as the browser reads it; for a mail address, the whole address. */
  host: string;
}

/** Returns the address to open, or null unless the browser reads it as plain http(s) or mail. */
export const toAddress = (text: string): Address | null => {
  if (text.length > longest) return null;
  try {
    const url = new URL(/^www\./i.test(text) ? `https://${text}` : text);
    if (url.protocol === 'mailto:') {
      const mailbox = /^[^\s@,;?]+@[^\s@,;?]+$/.test(url.pathname) ? url.pathname : null;
      // Drops subject and body of a mail address: the sender writes those.
      return mailbox === null ? null : { href: `mailto:${mailbox}`, host: mailbox };
    }
    // A user name before the host could disguise the site.
    const plain = /^https?:$/.test(url.protocol) && !url.username && !url.password;
    const known = url.hostname.includes('.') || url.hostname === 'localhost';
    return plain && known ? { href: url.href, host: url.host } : null;
  } catch {
    return null;
  }
};
