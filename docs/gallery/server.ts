// Shows the built widget in its states, each under an address of its own, over a real chat. `npm run gallery`, then open what it prints.
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { render } from './pages.ts';
import { openChat, openStage, type Stage } from './stage.ts';
import { shapesRooms } from './shapes-rooms.ts';
import { stateOf } from './states.ts';

const port = Number(process.env.PORT || 3590);
const files: Record<string, string> = {
  '/shapes': 'shapes.html',
  '/shapes.js': 'shapes.js',
  '/shapes.css': 'shapes.css',
  '/state.js': 'state.js',
  '/gallery.css': 'gallery.css',
  '/themes.css': 'themes.css',
};
const kinds: Record<string, string> = { html: 'text/html', js: 'text/javascript', css: 'text/css' };
// The strictest policy that can show anything. Servers that go away are on another port.
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' http://127.0.0.1:* ws://127.0.0.1:*; img-src 'self' blob:; media-src 'self' blob:; frame-src 'self'";

/** The stages of open pages, for the steps that the server does. */
const stages = new Map<string, { stage: Stage; state: string }>();

const file = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');
const send = (response: ServerResponse, kind: string, body: string): void => {
  response.setHeader('content-type', `${kinds[kind] ?? ''}; charset=utf-8`);
  response.setHeader('content-security-policy', policy);
  response.end(body);
};

/** A new stage for each visit of a state; a frame next to it enters the stage of its page. */
const openState = async (name: string, url: URL): Promise<string> => {
  const state = stateOf(name);
  if (!state) return render.index();
  // The frame of a narrow state opens the stage.
  if (url.searchParams.has('width') && !url.searchParams.has('bare')) return render.narrow(name, state, url);
  const entered = stages.get(url.searchParams.get('stage') ?? '')?.stage;
  if (entered) return render.peer(state, entered, url);
  const stage = await openStage(chat, state);
  stages.set(stage.id, { stage, state: name });
  const attributes = await state.before?.(stage);
  return render.state(name, state, { stage, attributes: asAttributes(attributes), url });
};

const asAttributes = (given: unknown): Record<string, string> =>
  typeof given === 'object' && given !== null && !Array.isArray(given)
    ? (given as Record<string, string>)
    : {};

const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const url = new URL(request.url ?? '/', 'http://gallery');
  if (request.method === 'POST' && url.pathname === '/act') {
    const { stage, state = '' } = stages.get(url.searchParams.get('stage') ?? '') ?? {};
    if (stage) await stateOf(state)?.act?.(stage);
    response.writeHead(stage ? 204 : 404).end();
    return;
  }
  const name = files[url.pathname];
  if (name) return send(response, name.split('.').pop() ?? '', file(name));
  if (url.pathname !== '/') return void response.writeHead(404).end();
  send(response, 'html', await openState(url.searchParams.get('state') ?? '', url));
};

const http = createServer((request, response) => {
  respond(request, response).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    if (!response.headersSent) response.writeHead(500);
    response.end();
  });
});
const chat = openChat(http);
await shapesRooms(chat);

http.listen(port, () => process.stdout.write(`http://localhost:${port}\n`));
