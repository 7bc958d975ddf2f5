import { ChatError, fields, parseField } from '@chat/protocol';

/** Writing systems that are used together in one word, by the profile "highly restrictive" of UTS #39. */
const together = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Hangul'],
  ['Latin', 'Han', 'Bopomofo'],
];

const alone =
  `Latin Cyrillic Greek Arabic Hebrew Han Hiragana Katakana Hangul Bopomofo Devanagari Bengali Thai Armenian Georgian
  Ethiopic Gujarati Gurmukhi Kannada Khmer Lao Malayalam Myanmar Oriya Sinhala Tamil Telugu Thaana Tibetan Mongolian Adlam Balinese
  Bamum Batak Canadian_Aboriginal Chakma Cham Cherokee Coptic Deseret Glagolitic Gothic Hanifi_Rohingya Javanese Kayah_Li Lepcha
  Limbu Lisu Mandaic Meetei_Mayek Miao New_Tai_Lue Newa Nko Nyiakeng_Puachue_Hmong Ol_Chiki Osage Runic Saurashtra Sundanese
  Syloti_Nagri Syriac Tai_Le Tai_Tham Tai_Viet Tifinagh Vai Wancho Yi`.split(/\s+/);

const classOf = (scripts: readonly string[]): string =>
  scripts.map((script) => `\\p{Script_Extensions=${script}}`).join('');
const wordIn = (scripts: readonly string[]): RegExp =>
  new RegExp(`^[${classOf(scripts)}\\p{Script=Common}\\p{Script=Inherited}]*$`, 'u');

let allowed: RegExp[] | undefined;
const makeAllowed = (): RegExp[] => [
  ...alone.map((script) => wordIn([script])),
  ...together.map(wordIn),
  // Scripts of no living language.
  new RegExp(`^[^${classOf(alone)}]*$`, 'u'),
];

const onlyAscii = /^[\0-\x7F]*$/;

/**
 * Returns whether a word of the text mixes writing systems that no language mixes, such as a Latin `An` with
 * a Cyrillic `а`.
 */
const mixesScripts = (text: string): boolean => {
  if (onlyAscii.test(text)) return false;
  const words = text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return words.some((word) => !(allowed ??= makeAllowed()).some((each) => each.test(word)));
};

/** Throws `invalid` with the field if a word of the text mixes writing systems. */
export const mustNotMixScripts = (text: string | undefined, field: string): void => {
  if (text !== undefined && mixesScripts(text))
    throw new ChatError('invalid', `${field} must not mix alphabets within a word`, { field });
};

/**
 * Returns a chosen name, trimmed. Throws `invalid` with the field if it hides something or mixes writing
 * systems.
 */
export const checkName = (name: string, field = 'name'): string => {
  const checked = parseField(fields.name, name, field);
  mustNotMixScripts(checked, field);
  return checked;
};
