import * as v from 'valibot';
import { pageSize } from './limits.ts';

// Code points that let one name pass for another: controls, zero-width and other invisible ones, bidirectional overrides, tags,
// lone surrogates, and letters and symbols that are drawn as a blank.
const deceptive =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\u{1D159}\u{13441}\u{13442}]/u;
// Inside emoji sequences joiners, variation selectors and tags are honest; elsewhere they only hide. Written without lookbehind,
// for browsers that do not know it.
const emojiJoiner =
  /(\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F)\u200D(?=\p{Extended_Pictographic})/gu;
const emojiStyle = /(\p{Extended_Pictographic})[\uFE0E\uFE0F]|([\d#*])\uFE0F(?=\u20E3)/gu;
const emojiFlag = /(\u{1F3F4})[\u{E0030}-\u{E007A}]{2,7}\u{E007F}/gu;
// Indic scripts write joiners after a virama, Persian writes one between joining letters, Han and Mongolian choose variants.
const afterVirama = /([\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D4D\u0DCA])[\u200C\u200D]/gu;
const betweenArabic =
  /([\u0626\u0628\u062A-\u062E\u0633-\u063F\u0641-\u0647\u0649\u064A\u067E\u0686\u06A9\u06AF\u06CC]\p{Mn}*)\u200C(?=\p{Script=Arabic})/gu;
const variant =
  /(\p{Script=Han})[\uFE00-\uFE02\u{E0100}-\u{E01EF}]|(\p{Script=Mongolian})[\u180B-\u180D\u180F]/gu;
const stacked = /\p{Mn}{4,}/u;

const isPlain = (text: string): boolean => !deceptive.test(text) && !stacked.test(text.normalize('NFD'));

const withoutEmojiParts = (text: string): string =>
  text.replace(emojiJoiner, '$1').replace(emojiStyle, '$1$2').replace(emojiFlag, '$1');

/** Nothing in it hides, overrides or heaps. */
export const isHonest = (text: string): boolean =>
  isPlain(
    withoutEmojiParts(text).replace(afterVirama, '$1').replace(betweenArabic, '$1').replace(variant, '$1$2'),
  );

const dishonest = 'must not contain invisible, overriding or heaped characters';

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

/** A name people see: 1 to 64 characters, not blank, without invisible, overriding or heaped characters. */
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

/** One line that somebody says of themselves: as a title, up to 1,000 characters. */
export const longText = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(1_000, 'must be at most 1,000 characters'),
  v.check(isHonest, dishonest),
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
