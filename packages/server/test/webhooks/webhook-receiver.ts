import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyWebhook, type WebhookEvent, type WebhookOptions } from '@chat/server';
import { onTestFinished } from 'vitest';

export const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
  event: WebhookEvent;
  id: string;
}

type Respond = (received: Received, response: ServerResponse) => void;

/** An application's server that receives webhooks, on a free port. It verifies each, and responds 204. */
export const startReceiver = async () => {
  const received: Received[] = [];
  const accepted: Received[] = [];
  const control: { respond: Respond | null } = { respond: null };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const event = verifyWebhook(body, request.headers, secret);
      const one = { headers: request.headers, body, event, id: String(request.headers['webhook-id']) };
      received.push(one);
      response.on('finish', () => {
        if (response.statusCode === 204) accepted.push(one);
      });
      if (control.respond) control.respond(one, response);
      else response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const webhook = (more: Partial<WebhookOptions> = {}): WebhookOptions => ({
    url: `http://127.0.0.1:${port}/chat`,
    secret,
    privateHosts: ['127.0.0.1'],
    ...more,
  });
  const texts = (list: readonly Received[] = accepted): string[] =>
    list.flatMap(({ event }) => (event.type === 'message:created' ? [event.message.text] : []));
  return { port, received, accepted, control, webhook, texts };
};
