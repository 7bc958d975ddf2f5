// Not by name: an import of what an older Node lacks would end the whole command before it can say so.
import * as zlib from 'node:zlib';
import { promisify } from 'node:util';

const none = async (): Promise<never> => Promise.reject(new Error('this Node has no Zstandard'));

export const compress: (bytes: Buffer) => Promise<Buffer> = zlib.zstdCompress
  ? promisify(zlib.zstdCompress)
  : none;
export const decompress: (bytes: Buffer) => Promise<Buffer> = zlib.zstdDecompress
  ? promisify(zlib.zstdDecompress)
  : none;
