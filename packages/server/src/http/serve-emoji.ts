import type { IncomingMessage, ServerResponse } from 'node:http';
import { ChatError } from '@chat/protocol';
import type { CustomEmojiSet } from '../files/custom-emoji.ts';

export type ServeEmoji = (request: IncomingMessage, response: ServerResponse, fileName: string) => void;

/** Serves the pictures of custom emoji to any page: they are no secret, and their address has their hash. */
export const createServeEmoji =
  ({ picture }: Pick<CustomEmojiSet, 'picture'>): ServeEmoji =>
  (request, response, fileName) => {
    const found = picture(fileName);
    if (!found) throw new ChatError('not_found', 'no such emoji');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    response.writeHead(200, {
      'content-type': found.type,
      'content-length': found.bytes.length,
      'cache-control': 'public, max-age=31536000, immutable',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    response.end(request.method === 'HEAD' ? undefined : found.bytes);
  };
