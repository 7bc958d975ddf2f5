import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { JanusOptions } from '@chat/server';
import { startProgram, type Program } from '../../scripts/start-program.mjs';
import { findJanus } from '../../scripts/system-programs.mjs';
import { freePort } from './free-port.ts';

/** A Janus gateway of a test's own, on loopback, which lets nobody in without a token. */
export interface Janus {
  options: JanusOptions;
  start(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** The video rooms there are now, and how many are in each. */
  rooms(): Promise<{ room: number; people: number }[]>;
}

const others = ['audiobridge', 'duktape', 'echotest', 'lua', 'nosip', 'recordplay', 'sip', 'streaming'];
const plugins = [...others, 'textroom', 'videocall', 'voicemail'];

export const startJanus = async (): Promise<Janus> => {
  const program = findJanus();
  if (program === undefined) throw new Error('Janus was not found');
  const folder = mkdtempSync(join(tmpdir(), 'chat-janus-'));
  const [socketPort, adminPort] = [await freePort(), await freePort()];
  const secrets = { adminSecret: 'of the admin', tokenSecret: 'of the tokens', adminKey: 'of the rooms' };
  const disabled = (names: string[]) => names.map((name) => `libjanus_${name}.so`).join(',');
  const files = {
    'janus.jcfg': `
      general: {
        configs_folder = "${folder}"
        admin_secret = "${secrets.adminSecret}"
        token_auth = true
        token_auth_secret = "${secrets.tokenSecret}"
        interface = "127.0.0.1"
        debug_level = 4
        debug_colors = false
      }
      media: { ipv6 = false }
      nat: { ice_lite = false, ice_enforce_list = "lo", ignore_mdns = true }
      plugins: { disable = "${disabled(plugins)}" }
      transports: { disable = "libjanus_pfunix.so,libjanus_rabbitmq.so,libjanus_mqtt.so,libjanus_nanomsg.so" }
    `,
    'janus.transport.http.jcfg': `
      general: { http = false, https = false }
      admin: { admin_base_path = "/admin", admin_http = true, admin_port = ${adminPort}, admin_ip = "127.0.0.1" }
    `,
    'janus.transport.websockets.jcfg': `
      general: { ws = true, ws_port = ${socketPort}, ws_ip = "127.0.0.1", wss = false }
      admin: { admin_ws = false }
    `,
    'janus.plugin.videoroom.jcfg': `general: { admin_key = "${secrets.adminKey}" }`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const adminUrl = `http://127.0.0.1:${adminPort}/admin`;
  let server: Program | undefined;

  const start = async (): Promise<void> => {
    const args = ['-F', folder, '-C', join(folder, 'janus.jcfg')];
    // Both ways to it are open then.
    const ready = ['WebSockets', 'REST (HTTP/HTTPS)'].map(
      (each) => `JANUS ${each} transport plugin initialized`,
    );
    server = await startProgram(program, args, { cwd: folder, ready });
  };
  const kill = async (): Promise<void> => void (await server?.end('SIGKILL'));
  const rooms = async () => {
    const answer = await fetch(adminUrl, {
      method: 'POST',
      body: JSON.stringify({
        janus: 'message_plugin',
        transaction: 'rooms',
        admin_secret: secrets.adminSecret,
        plugin: 'janus.plugin.videoroom',
        request: { request: 'list', admin_key: secrets.adminKey },
      }),
    });
    const told = (await answer.json()) as {
      response: { list: { room: number; num_participants: number }[] };
    };
    return told.response.list.map(({ room, num_participants: people }) => ({ room, people }));
  };
  onTestFinished(async () => {
    await kill();
    rmSync(folder, { recursive: true, force: true });
  });
  await start();
  return { options: { url: `ws://127.0.0.1:${socketPort}/`, adminUrl, ...secrets }, start, kill, rooms };
};
