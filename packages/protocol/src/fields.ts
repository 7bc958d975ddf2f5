import * as v from 'valibot';
import { pageSize } from './limits.ts';

// Code points that let one name pass for another: controls, zero-width, bidirectional overrides, tags, lone surrogates.
const deceptive = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;
// Joiners inside emoji sequences are honest; outside them they only hide.
const emojiJoiner =
  /(\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u{FE0F})\u{200D}(?=\p{Extended_Pictographic})/gu;
const stacked = /\p{Mn}{4,}/u;

/** Nothing in it hides, overrides or heaps. */
export const isHonest = (text: string): boolean => {
  const plain = text.replace(emojiJoiner, '$1');
  return !deceptive.test(plain) && !stacked.test(plain.normalize('NFD'));
};

/**
 * An identifier chosen by the application or made by us: a room code, an e-mail address, a token's `sub`. 1 to 128
 * visible characters of any script, no slash, no space at its ends, not `.` or `..`, so that it stands in any URL.
 */
export const id = v.pipe(
  v.string(),
  v.minLength(1, 'must not be empty'),
  v.maxLength(128, 'must be at most 128 characters'),
  v.regex(
    /^(?!\.{1,2}$)[^\s/\\](?:[^/\\]*[^\s/\\])?$/u,
    'must not contain a slash or have a space at its ends',
  ),
  v.check(isHonest, 'must not contain invisible, overriding or heaped characters'),
);

/** A client message id. UUIDv7 is recommended; any UUID is accepted. */
export const messageId = v.pipe(
  v.string(),
  v.regex(
    /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    'must be a lower-case UUID',
  ),
);

/** A name people see: 1 to 64 characters, not blank, without invisible, overriding or heaped characters. */
export const name = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'must not be blank'),
  v.maxLength(64, 'must be at most 64 characters'),
  v.check(isHonest, 'must not contain invisible, overriding or heaped characters'),
  v.check((text) => /[\p{L}\p{N}\p{S}\p{P}]/u.test(text), 'must contain a visible character'),
);

/** A title or status text: as a name, up to 200 characters, may be empty. */
export const title = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(200, 'must be at most 200 characters'),
  v.check(isHonest, 'must not contain invisible, overriding or heaped characters'),
);

/** One line that somebody says of themselves: as a title, up to 1,000 characters. */
export const longText = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(1_000, 'must be at most 1,000 characters'),
  v.check(isHonest, 'must not contain invisible, overriding or heaped characters'),
);

/** Message text beside which there may be files: then it may be blank, which the server decides. */
export const messageText = v.pipe(
  v.string(),
  v.check((value) => value.isWellFormed?.() ?? true, 'must be well-formed Unicode'),
  v.check((value) => !value.includes('\u0000'), 'must not contain NUL'),
);

/** Message text. Its length is a limit of the server (`maxTextLength`), checked there. */
export const text = v.pipe(
  v.string(),
  v.check((value) => value.trim() !== '', 'must not be blank'),
  v.check((value) => value.isWellFormed?.() ?? true, 'must be well-formed Unicode'),
  v.check((value) => !value.includes('\u0000'), 'must not contain NUL'),
);

let anyEmoji: RegExp | undefined;
/** One emoji, as Unicode recommends for general interchange. Made late: a browser from before such expressions can go on without. */
const isEmoji = (text: string): boolean => (anyEmoji ??= new RegExp('^\\p{RGI_Emoji}$', 'v')).test(text);

/** One emoji, fully written: with its variation selector where it has one, its skin tone where it is to have one. */
export const emoji = v.pipe(
  v.string(),
  v.maxLength(64, 'must be one emoji'),
  v.check(isEmoji, 'must be one emoji'),
);

/** A moment: ms since the epoch. */
export const time = v.pipe(
  v.number(),
  v.integer('must be a whole number of ms'),
  v.minValue(0),
  v.maxValue(8.64e15),
);

/** A position in a room: `seq` or `rev`. */
export const position = v.pipe(
  v.number(),
  v.integer('must be a whole number'),
  v.minValue(0),
  v.maxValue(Number.MAX_SAFE_INTEGER),
);

export const limit = v.optional(
  v.pipe(
    v.number(),
    v.integer('must be a whole number'),
    v.minValue(1, 'must be at least 1'),
    v.maxValue(pageSize.max, `must be at most ${pageSize.max}`),
  ),
);

/** The application's own data: a JSON object. Size, depth and number of keys are limits of the server, checked there. */
export const data = v.record(v.string(), v.unknown());

/** An https, http or same-origin address of a picture. Never `javascript:` or `data:`. */
export const pictureUrl = v.pipe(
  v.string(),
  v.maxLength(2048, 'must be at most 2048 characters'),
  v.regex(/^(https?:\/\/|\/(?!\/))[^\s<>"'`\\]*$/i, 'must be an http(s) address or a path on this server'),
);

/** Two names that look the same to a person fold to the same string (NFKC, case, spaces). */
export const foldName = (value: string): string =>
  value
    .normalize('NFKC')
    .replace(/[\p{Cf}]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .toLocaleLowerCase('und');
