// What a message of an encrypted room says of its files: all that the server does not know.
import { cleanFileName, kindOfType, type Attachment, type CallKind, type FileKind } from '@chat/protocol';

/** Opens encrypted bytes. */
export interface FileKey {
  /** A key of AES-256-GCM for these bytes alone, base64url. */
  key: string;
  /** SHA-256 of the SHA-256 of each chunk, base64url. */
  hash: string;
}

/** The keys of a file and of its thumbnail. */
export interface FileKeys extends FileKey {
  thumbnail?: FileKey;
}

/** A file in a message of an encrypted room. Its keys open it: give them to no server. */
export interface EncryptedAttachment extends Attachment {
  keys: FileKeys;
}

/** More files than any message has. */
const mostFiles = 100;
const mostBars = 64;
const mostPixels = 100_000;
const longestMs = 24 * 3_600_000;

/** Whether an attachment was decrypted, or uploaded here. */
export const isOpened = (file: Attachment): file is EncryptedAttachment => 'keys' in file;

/** Returns how a file is displayed. A picture that was not decoded by its sender is a document. */
export const kindOf = ({ type, width }: Pick<Attachment, 'type' | 'width'>): FileKind => {
  const kind = kindOfType(type);
  return kind === 'image' && width === undefined ? 'document' : kind;
};

/** Returns a media type without parameters; that of unknown bytes if it is none. */
export const mediaType = (given: string): string => {
  const [type = ''] = given.toLowerCase().split(';');
  return /^[\w.+-]{1,60}\/[\w.+-]{1,60}$/.test(type) ? type : 'application/octet-stream';
};

const isCount = (value: unknown, most: number): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= most;

/** Returns a field that may be absent. Throws if it is wrong. */
const optional = <T>(value: unknown, field: string, is: (value: unknown) => value is T): T | undefined => {
  if (value === undefined) return undefined;
  if (!is(value)) throw new Error(`${field} of a file is wrong`);
  return value;
};

/** Leaves out what is undefined. */
const defined = <T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

/** 32 bytes in base64url. */
const isDigest = (value: unknown): value is string => typeof value === 'string' && /^[\w-]{43}$/.test(value);

const readKey = (value: unknown): FileKey => {
  const { key, hash } = (value ?? {}) as Record<string, unknown>;
  if (!isDigest(key) || !isDigest(hash)) throw new Error('a file has no key');
  return { key, hash };
};

const isBars = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length <= mostBars && value.every((bar) => isCount(bar, 100));
const isSide = (value: unknown): value is number => isCount(value, mostPixels) && value > 0;
const isDuration = (value: unknown): value is number => isCount(value, longestMs);
const isCallKind = (value: unknown): value is CallKind => value === 'audio' || value === 'video';

const readFile = (value: unknown): EncryptedAttachment => {
  const given = (value ?? {}) as Record<string, unknown>;
  const { fileId, name, type, size, keys } = given;
  if (typeof fileId !== 'string' || typeof name !== 'string' || typeof type !== 'string')
    throw new Error('a file has no name');
  if (!isCount(size, Number.MAX_SAFE_INTEGER)) throw new Error('a file has no size');
  const { thumbnail } = (keys ?? {}) as Record<string, unknown>;
  const known = mediaType(type);
  // Browsers run code in some images. Those are documents, whatever their sender states.
  const isRisky = known.startsWith('image/') && kindOfType(known) !== 'image';
  return defined<EncryptedAttachment>({
    fileId,
    name: cleanFileName(name),
    type: known,
    size,
    width: isRisky ? undefined : optional(given['width'], 'width', isSide),
    height: isRisky ? undefined : optional(given['height'], 'height', isSide),
    thumbnail: isRisky || thumbnail === undefined ? undefined : true,
    durationMs: optional(given['durationMs'], 'durationMs', isDuration),
    waveform: optional(given['waveform'], 'waveform', isBars),
    callKind: optional(given['callKind'], 'callKind', isCallKind),
    keys: { ...readKey(keys), ...(thumbnail === undefined ? {} : { thumbnail: readKey(thumbnail) }) },
  });
};

/** Reads the files of a decrypted message. Throws if they are not what a client writes. */
export const readFiles = (value: unknown): EncryptedAttachment[] => {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length > mostFiles) throw new Error('the files are no list');
  return value.map(readFile);
};

/** Returns a file as a message states it: without what only the server knows. */
export const statedFile = (file: EncryptedAttachment): EncryptedAttachment => {
  const { fileId, name, type, size, width, height, thumbnail, durationMs, waveform, callKind, keys } = file;
  return defined<EncryptedAttachment>({
    fileId,
    name,
    type,
    size,
    width,
    height,
    thumbnail,
    durationMs,
    waveform,
    callKind,
    keys,
  });
};
