/**
 * How a file is displayed. `image`, `audio` and `video`: types that browsers display safely; anything else is
 * a document.
 */
export const fileKinds = ['image', 'audio', 'video', 'document'] as const;
export type FileKind = (typeof fileKinds)[number];

// Types that browsers display without running code. Files of any other type are only downloaded.
const shown: Record<string, FileKind> = {
  'image/png': 'image',
  'image/jpeg': 'image',
  'image/gif': 'image',
  'image/webp': 'image',
  'image/avif': 'image',
  'audio/mpeg': 'audio',
  'audio/ogg': 'audio',
  'audio/wav': 'audio',
  'audio/webm': 'audio',
  'audio/mp4': 'audio',
  'audio/aac': 'audio',
  'audio/flac': 'audio',
  'video/mp4': 'video',
  'video/webm': 'video',
};

/** Returns the kind of a media type. */
export const kindOfType = (type: string): FileKind =>
  Object.hasOwn(shown, type) ? (shown[type] ?? 'document') : 'document';

/** The name and type that every file of an encrypted room has on the server. */
export const opaqueFile = { name: 'file', type: 'application/octet-stream' } as const;
