import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Core } from '../context.ts';
import { contextOf } from '../dispatch.ts';
import type { Quota } from '../quota.ts';
import { requestConnection } from '../request-connection.ts';
import { attachmentNamed } from './attachment-named.ts';
import { applyCors, sendOptions } from './cors-headers.ts';
import type { Cors } from './allowed-origin.ts';
import { sendNotAllowed } from './rest-api.ts';

interface ServeDeps {
  core: Core;
  cors?: Cors | undefined;
  quota: Pick<Quota, 'takeRequest'>;
  /** The remote address of a request. */
  address: (request: IncomingMessage) => string;
}

/** Answers one request for `<path>/exports/:order`. Rejects with what is to be answered as an error. */
export type ServeExport = (
  request: IncomingMessage,
  response: ServerResponse,
  order: string,
  query: string,
) => Promise<void>;

/** A download, always: nothing of it is shown on this origin. Its rights are those of whoever ordered it, as they are now. */
export const createServeExport =
  ({ core, cors, quota, address }: ServeDeps): ServeExport =>
  async (request, response, text, query) => {
    applyCors(request, response, cors);
    if (request.method === 'OPTIONS') return sendOptions(response, ['GET', 'HEAD', 'OPTIONS']);
    if (request.method !== 'GET' && request.method !== 'HEAD') return sendNotAllowed(response, ['GET']);
    quota.takeRequest(address(request));
    const order = await core.exports.addresses.read(text, new URLSearchParams(query).get('s') ?? '');
    const { type, name, policy, body } = await core.exports.open(
      order,
      contextOf(core, requestConnection({ user: order.by, given: order.by }, core.id())),
    );
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
    response.setTimeout(core.limits.uploadIdleMs, () => response.destroy());
    response.writeHead(200, headers);
    await pipeline(body, response).catch(() => response.destroy()); // cut off, so that nobody takes it for whole
  };
