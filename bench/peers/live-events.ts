// The server of `examples/live-events` as it is, behind a proxy, so that everybody has an address of their own. The
// argument is its SQLite file.
import { subscribe } from 'node:diagnostics_channel';
import type { AddressInfo, Server } from 'node:net';
import { tokenSecret } from '../load/token.ts';
import { answerParent, serveParent } from './peer.ts';

const [, , file = ''] = process.argv;
Object.assign(process.env, { PORT: '0', DATA_FILE: file, BEHIND_PROXY: '1', JWT_SECRET: tokenSecret });
const listening = new Promise<Server>((resolve) => {
  subscribe('tracing:net.server.listen:asyncEnd', (message) =>
    resolve((message as { server: Server }).server),
  );
});
console.log = () => undefined; // what it prints is for who starts it by hand
await import('../../examples/live-events/server.ts');
const { port } = (await listening).address() as AddressInfo;
serveParent(port, answerParent);
