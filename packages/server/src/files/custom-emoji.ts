import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { customEmojiName, type CustomEmoji } from '@chat/protocol';

/** A custom emoji of the server. It has either a `file` or a `url`. */
export interface CustomEmojiOptions {
  /** 2 to 32 of `a-z`, `0-9`, `_`, `+` and `-`, beginning with a letter or digit: users write `:name:`. */
  name: string;
  /** The text for screen readers. Default: the name. */
  label?: string;
  /** A PNG, GIF, WebP or AVIF picture of at most 256 KB. The chat serves it. */
  file?: string | URL;
  /** A path on this server, such as `/emoji/parrot.png`, which your application serves. */
  url?: string;
}

/** A picture that the chat serves. */
export interface EmojiPicture {
  type: string;
  bytes: Buffer;
}

/** The custom emoji of a server. */
export interface CustomEmojiSet {
  readonly list: readonly CustomEmoji[];
  /** Returns whether `:name:` is one of them. */
  has(reaction: string): boolean;
  /** Returns the picture that the chat serves under this name below `emoji/`; undefined if there is none. */
  picture(fileName: string): EmojiPicture | undefined;
}

const maxBytes = 262_144;
const maxEmoji = 1_000;
const maxLabelLength = 100;

/** First bytes of each type, as latin1. SVG may contain scripts, and is refused. */
const types: readonly (readonly [type: string, extension: string, begins: RegExp])[] = [
  ['image/png', 'png', /^\x89PNG\r\n/],
  ['image/gif', 'gif', /^GIF8[79]a/],
  ['image/webp', 'webp', /^RIFF[^]{4}WEBP/],
  ['image/avif', 'avif', /^[^]{4}ftypavi[fs]/],
];

const refuse = (name: string, rule: string): never => {
  throw new Error(`createChatServer: customEmoji '${name}' ${rule}`);
};

const readPicture = (name: string, file: string | URL): EmojiPicture & { extension: string } => {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file instanceof URL ? fileURLToPath(file) : file);
  } catch (error) {
    throw new Error(`createChatServer: the file of customEmoji '${name}' cannot be read`, { cause: error });
  }
  if (bytes.length > maxBytes) refuse(name, `has a file of more than ${maxBytes} bytes`);
  const begin = bytes.toString('latin1', 0, 32);
  const [type, extension] = types.find(([, , begins]) => begins.test(begin)) ?? [];
  if (type === undefined || extension === undefined)
    return refuse(name, 'must have a PNG, GIF, WebP or AVIF file');
  return { type, extension, bytes };
};

/** Reads the pictures. Throws a plain `Error` that names an invalid entry. */
export const createCustomEmoji = (options: readonly CustomEmojiOptions[], path: string): CustomEmojiSet => {
  if (options.length > maxEmoji) throw new Error(`createChatServer: at most ${maxEmoji} customEmoji`);
  const pictures = new Map<string, EmojiPicture>();
  const names = new Set<string>();
  const list = options.map(({ name, label = name, file, url }): CustomEmoji => {
    if (!customEmojiName.test(name)) refuse(name, 'must have 2 to 32 of a-z, 0-9, _, + and -');
    if (names.has(name)) refuse(name, 'is there twice');
    names.add(name);
    if (label.trim() === '' || label.length > maxLabelLength)
      refuse(name, `must have a label of 1 to ${maxLabelLength} characters`);
    if ((file === undefined) === (url === undefined)) refuse(name, 'must have either a file or a url');
    if (url !== undefined) {
      if (!/^\/(?!\/)[\w\-.~%/]+$/.test(url)) refuse(name, 'must have the url of a path on this server');
      return { name, label, url };
    }
    const { extension, ...picture } = readPicture(name, file ?? '');
    const hash = createHash('sha256').update(picture.bytes).digest('base64url').slice(0, 12);
    const fileName = `${name}-${hash}.${extension}`;
    pictures.set(fileName, picture);
    return { name, label, url: `${path}/emoji/${fileName}` };
  });
  return {
    list,
    has: (reaction) => names.has(reaction.slice(1, -1)),
    picture: (fileName) => pictures.get(fileName),
  };
};
