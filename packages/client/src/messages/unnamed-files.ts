import { opaqueFile, type Attachment } from '@chat/protocol';

/** Returns files of an encrypted message as their server may state them; the same list if they are. */
export const withoutNames = (files: Attachment[]): Attachment[] => {
  const unnamed = files.map(({ fileId, size }) => ({ fileId, ...opaqueFile, size }));
  return JSON.stringify(unnamed) === JSON.stringify(files) ? files : unnamed;
};
