import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { User } from '@chat/protocol';
import type { ExportOrder } from '../exports/export-links.ts';
import type { Exports, OpenExport } from '../exports/exports.ts';
import { attachmentNamed } from './content-disposition.ts';
import type { Downloads } from './downloads.ts';
import { applyCors, sendOptions } from './cors-headers.ts';
import type { Cors } from '../auth/allowed-origin.ts';
import { sendNotAllowed } from './rest-api.ts';

interface ServeDeps {
  addresses: Exports['links'];
  /** Opens an export with the rights that the user has now. */
  open(order: ExportOrder, user: User): Promise<OpenExport>;
  cors?: Cors | undefined;
  downloads: Downloads;
}

/** Serves one request for `<path>/exports/:order`. Rejects with the error to respond with. */
export type ServeExport = (
  request: IncomingMessage,
  response: ServerResponse,
  order: string,
  query: string,
) => Promise<void>;

/**
 * Always a download: nothing of it is shown on this origin. It has the current rights of the user who ordered
 * it.
 */
export const createServeExport =
  ({ addresses, open, cors, downloads }: ServeDeps): ServeExport =>
  async (request, response, text, query) => {
    applyCors(request, response, cors);
    if (request.method === 'OPTIONS') return sendOptions(response, ['GET', 'HEAD', 'OPTIONS']);
    if (request.method !== 'GET' && request.method !== 'HEAD') return sendNotAllowed(response, ['GET']);
    downloads.admit(request, response);
    const signature = new URLSearchParams(query).get('s') ?? '';
    const order = await (request.method === 'HEAD' ? addresses.read : addresses.use)(text, signature);
    const { type, name, policy, body } = await open(order, order.by);
    const headers: OutgoingHttpHeaders = {
      'content-type': type,
      'content-disposition': attachmentNamed(name),
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': cors ? 'cross-origin' : 'same-origin',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    };
    if (request.method === 'HEAD' || response.destroyed) {
      body.destroy();
      response.writeHead(200, headers).end();
      return;
    }
    response.writeHead(200, headers);
    await downloads.send(response, body);
  };
