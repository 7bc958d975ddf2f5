import * as v from 'valibot';
import { pageSize } from './limits.ts';

// Code points by which one name can imitate another: controls, zero-width and other invisible characters,
// bidirectional overrides, tags, lone surrogates, and letters and symbols that are drawn as a blank.
const deceptive =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\u{1D159}\u{13441}\u{13442}]/u;
// Joiners, variation selectors and tags are legitimate in emoji sequences only. Written without lookbehind,
// which older browsers do not support.
const emojiJoiner =
  /(\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F)\u200D(?=\p{Extended_Pictographic})/gu;
const emojiStyle = /(\p{Extended_Pictographic})[\uFE0E\uFE0F]|([\d#*])\uFE0F(?=\u20E3)/gu;
const emojiFlag = /(\u{1F3F4})[\u{E0030}-\u{E007A}]{2,7}\u{E007F}/gu;
// Also legitimate: joiners after a virama in Indic scripts and between letters in Persian, variants in Han
// and Mongolian.
const afterVirama = /([\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D4D\u0DCA])[\u200C\u200D]/gu;
const betweenArabic =
  /([\u0626\u0628\u062A-\u062E\u0633-\u063F\u0641-\u0647\u0649\u064A\u067E\u0686\u06A9\u06AF\u06CC]\p{Mn}*)\u200C(?=\p{Script=Arabic})/gu;
const variant =
  /(\p{Script=Han})[\uFE00-\uFE02\u{E0100}-\u{E01EF}]|(\p{Script=Mongolian})[\u180B-\u180D\u180F]/gu;
const stacked = /\p{Mn}{4,}/u;

const isPlain = (text: string): boolean => !deceptive.test(text) && !stacked.test(text.normalize('NFD'));

const withoutEmojiParts = (text: string): string =>
  text.replace(emojiJoiner, '$1').replace(emojiStyle, '$1$2').replace(emojiFlag, '$1');

/** Returns whether a text has no invisible, overriding or heaped characters. */
export const isHonest = (text: string): boolean =>
  isPlain(
    withoutEmojiParts(text).replace(afterVirama, '$1').replace(betweenArabic, '$1').replace(variant, '$1$2'),
  );

const dishonest = 'must not contain invisible, overriding or heaped characters';

/**
 * An identifier chosen by the application or the server: a room code, an e-mail address, a token's `sub`. 1
 * to 128 visible characters of any script, without slashes and spaces at the ends, not `.` or `..`: it fits
 * into any URL.
 */
export const id = v.pipe(
  v.string(),
  v.minLength(1, 'must not be empty'),
  v.maxLength(128, 'must be at most 128 characters'),
  v.regex(
    /^(?!\.{1,2}$)[^\s/\\](?:[^/\\]*[^\s/\\])?$/u,
    'must not contain a slash or have a space at its ends',
  ),
  v.check((text) => isPlain(withoutEmojiParts(text)), dishonest),
);

/** A client message id. UUIDv7 is recommended; any UUID is accepted. */
export const messageId = v.pipe(
  v.string(),
  v.regex(
    /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    'must be a lower-case UUID',
  ),
);

/** A displayed name: 1 to 64 characters, not blank, without invisible, overriding or heaped characters. */
export const name = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'must not be blank'),
  v.maxLength(64, 'must be at most 64 characters'),
  v.check(isHonest, dishonest),
  v.check((text) => /[\p{L}\p{N}\p{S}\p{P}]/u.test(text), 'must contain a visible character'),
);

/** A title or status text: as a name, up to 200 characters, may be empty. */
export const title = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(200, 'must be at most 200 characters'),
  v.check(isHonest, dishonest),
);

/** One line in a profile: as a title, up to 1,000 characters. */
export const longText = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(1_000, 'must be at most 1,000 characters'),
  v.check(isHonest, dishonest),
);

/** Message text that may be blank if the message has files; the server checks that. */
export const messageText = v.pipe(
  v.string(),
  v.check((value) => value.isWellFormed?.() ?? true, 'must be well-formed Unicode'),
  v.check((value) => !value.includes('\u0000'), 'must not contain NUL'),
);

/** Message text. The server checks its length (`maxTextLength`). */
export const text = v.pipe(
  v.string(),
  v.check((value) => value.trim() !== '', 'must not be blank'),
  v.check((value) => value.isWellFormed?.() ?? true, 'must be well-formed Unicode'),
  v.check((value) => !value.includes('\u0000'), 'must not contain NUL'),
);

let anyEmoji: RegExp | undefined;
/**
 * Returns whether a text is one emoji (RGI). The expression is created lazily: older browsers do not support
 * it.
 */
const isEmoji = (text: string): boolean => (anyEmoji ??= new RegExp('^\\p{RGI_Emoji}$', 'v')).test(text);

/** One emoji, fully qualified: with its variation selector and skin tone, if any. */
export const emoji = v.pipe(
  v.string(),
  v.maxLength(64, 'must be one emoji'),
  v.check(isEmoji, 'must be one emoji'),
);

/** A time: ms since the epoch. */
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

/** The application's own data: a JSON object. The server checks its size, depth and number of keys. */
export const data = v.record(v.string(), v.unknown());

/** A language as in BCP 47: `es`, `pt-BR`, `zh-Hans`. */
export const language = v.pipe(
  v.string(),
  v.regex(/^[a-z]{2,3}(-[a-z\d]{2,8}){0,2}$/i, 'must be a language such as es or pt-BR'),
);

/** An https, http or same-origin address of a picture. Not `javascript:` or `data:`. */
export const pictureUrl = v.pipe(
  v.string(),
  v.maxLength(2048, 'must be at most 2048 characters'),
  v.regex(/^(https?:\/\/|\/(?!\/))[^\s<>"'`\\]*$/i, 'must be an http(s) address or a path on this server'),
);
