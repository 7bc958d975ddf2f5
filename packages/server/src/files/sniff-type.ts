import { open } from 'node:fs/promises';

// Maps a type's several names to one.
const sameAs: Record<string, string> = {
  'image/apng': 'image/png',
  'audio/x-m4a': 'audio/mp4',
  'audio/vnd.wave': 'audio/wav',
  'audio/wave': 'audio/wav',
  'audio/x-flac': 'audio/flac',
  'audio/opus': 'audio/ogg',
  'audio/vorbis': 'audio/ogg',
};

// The container is the same with and without pictures, so the sender may say that it is a recording.
const soundOnly: Record<string, string> = { 'video/webm': 'audio/webm', 'video/mp4': 'audio/mp4' };

const unknown = 'application/octet-stream';
const looked = 65_536;

/**
 * Detects the type of a file from its content. Its name is ignored, and the sender's type only tells a
 * recording from a film. An unknown format is `text/plain` if it reads as text, HTML and SVG included, else
 * `application/octet-stream`.
 */
export const sniffType = async (path: string, declared: string): Promise<string> => {
  const { fileTypeFromFile } = await import('file-type');
  const found = await fileTypeFromFile(path).catch(() => undefined); // cannot be read as the format that it begins as
  if (found === undefined) return (await isText(path)) ? 'text/plain' : unknown;
  const [mime = unknown] = found.mime.split(';');
  const type = sameAs[mime] ?? mime;
  // Markup that a browser would run is treated as text.
  if (/xml|html|svg/.test(type) && !type.startsWith('application/vnd.')) return 'text/plain';
  return declared.startsWith('audio/') ? (soundOnly[type] ?? type) : type;
};

const isText = async (path: string): Promise<boolean> => {
  const handle = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(looked), 0, looked, 0);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, bytesRead), {
      stream: true, // the last character may be cut
    });
    // oxlint-disable-next-line no-control-regex -- they are what tells bytes from text
    return !/[\u0000-\u0008\u000E-\u001A\u001C-\u001F]/.test(text);
  } catch {
    return false;
  } finally {
    await handle.close();
  }
};
