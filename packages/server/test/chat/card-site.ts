import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChatServerOptions, Session } from '@chat/server';
import { expect, onTestFinished, vi } from 'vitest';
import { patient } from '../../../../test/unhurried.ts';
import { startServer } from './harness.ts';

export type Serve = (request: IncomingMessage, response: ServerResponse) => void;

export const page = (head: string): string =>
  `<!doctype html><html><head>${head}</head><body><p>Text</p></body></html>`;
export const html = (response: ServerResponse, head: string): void =>
  void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page(head));

/** A site that messages link to, on a free port of this machine, with how often each path was asked for. */
export const startSite = async (
  serve: Serve = (_request, response) => html(response, '<title>Café</title>'),
) => {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    serve(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { requests, url: (path = '/') => `http://127.0.0.1:${port}${path}` };
};

export const open = { linkCards: { guests: true, privateHosts: ['127.0.0.1'] } };

/** A server with cards, and Ana and Bo in the room `r`. */
export const startWith = async (options: ChatServerOptions = open) => {
  const server = await startServer(options);
  const [ana, bo] = ['ana', 'bo'].map((id) => server.chat.as({ id, name: id })) as [Session, Session];
  for (const each of [ana, bo]) await each.call('room:join', { roomId: 'r' });
  const stored = (messageId: string, by = ana) => by.call('message:get', { roomId: 'r', messageId });
  return { ...server, ana, bo, stored };
};

export const cardOf = async (by: Session, messageId: string) => {
  const read = async () => (await by.call('message:get', { roomId: 'r', messageId })).card;
  await vi.waitFor(async () => expect(await read()).toBeDefined(), patient);
  return read();
};
