import type { IncomingMessage, ServerResponse } from 'node:http';
import { ChatError } from '@chat/protocol';
import type { ProfilePictures } from '../files/profile-pictures.ts';
import type { Cors } from '../auth/allowed-origin.ts';
import type { Downloads } from './downloads.ts';
import { applyCors, sendOptions } from './cors-headers.ts';
import { sendNotAllowed } from './rest-api.ts';

interface ServePictureDeps {
  pictures: Pick<ProfilePictures, 'get'>;
  downloads: Downloads;
  cors?: Cors | undefined;
}

/** Serves one request for `<path>/pictures/:pictureId`. Rejects with the error to respond with. */
export type ServePicture = (
  request: IncomingMessage,
  response: ServerResponse,
  pictureId: string,
) => Promise<void>;

/** Caches expire after this time and then show the current picture. */
const maxAgeSeconds = 3_600;

/** Serves the current picture of a user. It was re-encoded here, so it is an image and nothing else. */
export const createServePicture =
  ({ pictures, downloads, cors }: ServePictureDeps): ServePicture =>
  async (request, response, pictureId) => {
    applyCors(request, response, cors);
    if (request.method === 'OPTIONS') return sendOptions(response, ['GET', 'HEAD', 'OPTIONS']);
    if (request.method !== 'GET' && request.method !== 'HEAD') return sendNotAllowed(response, ['GET']);
    downloads.admit(request, response);
    const body = await pictures.get(pictureId);
    if (!body) throw new ChatError('not_found', 'no such picture');
    response.writeHead(200, {
      'content-type': 'image/webp',
      'content-disposition': 'inline',
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': cors ? 'cross-origin' : 'same-origin',
      'referrer-policy': 'no-referrer',
      'cache-control': `private, max-age=${maxAgeSeconds}`,
    });
    if (request.method === 'HEAD' || response.destroyed) {
      body.destroy();
      response.end();
      return;
    }
    await downloads.send(response, body);
  };
