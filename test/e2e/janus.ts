import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { JanusOptions } from '@chat/server';
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
  let server: ChildProcess | undefined;

  const start = async (): Promise<void> => {
    const args = ['-F', folder, '-C', join(folder, 'janus.jcfg')];
    const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    server = child;
    let said = '';
    const ready = new Promise<void>((resolve) => {
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => {
          said = (said + text).slice(-8_000);
          // Both ways to it are open then.
          if (
            ['WebSockets', 'REST (HTTP/HTTPS)'].every((each) =>
              said.includes(`JANUS ${each} transport plugin initialized`),
            )
          )
            resolve();
        });
    });
    const gone = once(child, 'exit').then(() => Promise.reject(new Error(`Janus ended: ${said}`)));
    gone.catch(() => {});
    await Promise.race([ready, gone]);
  };
  const kill = async (): Promise<void> => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, 'exit');
    server.kill('SIGKILL');
    await gone;
  };
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
