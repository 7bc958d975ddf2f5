// Conversations with a server as no client of ours has them: sequences of valid and odd packets, over several turns.
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { commandNames } from '@chat/protocol';
import { WebSocket } from 'ws';
import type { Chance } from '../simulation/chance.ts';
import { hostileValues } from './hostile-values.ts';

/** One engine.io packet: text as it goes over both transports, or the bytes of a binary message. */
export type Packet = string | Buffer;

const names = ['ana', 'bea', 'Ana', '', 'x'.repeat(300)];
const paths = ['/chat/socket', '/socket.io'];
const namespaces = ['/', '/admin', '/n1', '/__proto__', '/chat'];
const separator = '\x1e';
const patienceMs = 5_000;

const roomId = (chance: Chance): string => `noise-${chance.int(1, 5)}`;

const inputOf = (chance: Chance): unknown => {
  if (chance.hit(0.2)) return chance.pick(hostileValues);
  return {
    roomId: roomId(chance),
    ...(chance.hit(0.6) && { id: randomUUID(), text: 'hola' }),
    ...(chance.hit(0.2) && { messageId: randomUUID() }),
    ...(chance.hit(0.2) && { userId: chance.pick(names) }),
    ...(chance.hit(0.2) && { typing: chance.hit(0.5) }),
    ...(chance.hit(0.1) && {
      [chance.pick(['limit', 'after', 'seq', 'q']) ?? 'q']: chance.pick(hostileValues),
    }),
  };
};

const json = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part)) ?? 'null';

const commandOf = (chance: Chance): string => {
  if (chance.hit(0.1)) return chance.pick(['enter', 'add_user', 'error', 'no:such', 'constructor']) ?? '';
  if (chance.hit(0.4)) return chance.pick(['room:join', 'message:send', 'room:leave', 'typing:set']) ?? '';
  return chance.pick(commandNames) ?? '';
};

const ackId = (chance: Chance): string => (chance.hit(0.5) ? String(chance.int(0, 50)) : '');
const auth = (chance: Chance): string =>
  chance.hit(0.7) ? json({ name: chance.pick(names) }) : json(chance.pick(hostileValues));

const kinds: readonly [weight: number, make: (chance: Chance) => Packet[]][] = [
  [10, (chance) => [`42${ackId(chance)}${json([commandOf(chance), inputOf(chance)])}`]],
  [4, (chance) => [`40${auth(chance)}`]],
  [2, (chance) => Array.from({ length: chance.int(2, 4) }, () => `40${auth(chance)}`)],
  [2, (chance) => [`40${chance.pick(namespaces)},${auth(chance)}`]],
  [1, (chance) => [`41${chance.hit(0.5) ? '' : `${chance.pick(namespaces)},`}`]],
  [1, (chance) => [`42${chance.pick(namespaces)},${ackId(chance)}${json(['room:join', inputOf(chance)])}`]],
  [2, (chance) => [`43${chance.int(-1, 60)}${json([inputOf(chance)])}`]],
  [1, (chance) => [`44${auth(chance)}`]],
  [
    2,
    (chance) => [
      `45${chance.int(0, 3)}-${ackId(chance)}${json([commandOf(chance), { _placeholder: true, num: chance.int(-1, 2) }])}`,
      ...Array.from({ length: chance.int(0, 3) }, () => Buffer.alloc(chance.int(0, 40), chance.int(0, 255))),
    ],
  ],
  [1, (chance) => [`46${chance.int(0, 2)}-${chance.int(0, 9)}[{"_placeholder":true,"num":0}]`]],
  [1, (chance) => [Buffer.alloc(chance.int(0, 100), chance.int(0, 255))]],
  [2, (chance) => [chance.pick(['2', '2probe', '3', '3probe', '5', '6', '1', '0{}', '4', '7', '']) ?? '']],
  [1, (chance) => [`4${chance.int(0, 9)}${json(chance.pick(hostileValues)).slice(0, chance.int(0, 30))}`]],
  [
    1,
    (chance) => [
      String.fromCharCode(...Array.from({ length: chance.int(1, 20) }, () => chance.int(32, 126))),
    ],
  ],
];
const weights = kinds.reduce((sum, [weight]) => sum + weight, 0);

/** Returns what is sent in one turn. */
const turnOf = (chance: Chance, longest: number): Packet[] => {
  const packets: Packet[] = [];
  const length = chance.int(1, chance.hit(0.1) ? longest : 6);
  while (packets.length < length) {
    let left = chance.int(1, weights);
    const kind = kinds.find(([weight]) => (left -= weight) <= 0);
    packets.push(...(kind?.[1](chance) ?? []));
  }
  return packets;
};

/** One connection, whose packets may go by another transport in the next turn. */
interface Line {
  say(packets: Packet[]): Promise<void>;
  close(chance: Chance): void;
}

const sayOver = (websocket: WebSocket, packets: Packet[]): void => {
  for (const packet of packets) if (websocket.readyState === WebSocket.OPEN) websocket.send(packet);
};

const dial = async (address: string): Promise<WebSocket | null> => {
  const websocket = new WebSocket(address);
  websocket.on('error', () => websocket.terminate());
  const opened = new Promise<boolean>((resolve) => {
    websocket.once('open', () => resolve(true));
    websocket.once('close', () => resolve(false));
  });
  return (await opened) ? websocket : null;
};

const hangUp = (websocket: WebSocket, chance: Chance): void => {
  if (chance.hit(0.5)) websocket.terminate();
  else websocket.close();
  setTimeout(() => websocket.terminate(), patienceMs).unref();
};

const openWebsocket = async (url: string, path: string): Promise<Line | null> => {
  const websocket = await dial(`${url.replace('http', 'ws')}${path}/?EIO=4&transport=websocket`);
  return (
    websocket && {
      say: async (packets) => sayOver(websocket, packets),
      close: (chance) => hangUp(websocket, chance),
    }
  );
};

/** Returns the text of an answer, and an empty one when there is none. */
const ask = (agent: Agent, address: string, body?: string): Promise<string> =>
  new Promise((resolve) => {
    const asked = request(address, { agent, method: body === undefined ? 'GET' : 'POST' }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('close', () => resolve(text));
    });
    asked.on('error', () => resolve(''));
    asked.setTimeout(patienceMs, () => asked.destroy());
    asked.end(body);
  });

const encoded = (packet: Packet): string =>
  typeof packet === 'string' ? packet : `b${packet.toString('base64')}`;

/** May go over to a websocket halfway, in the right order or not. */
const openPolling = async (url: string, path: string, agent: Agent, chance: Chance): Promise<Line | null> => {
  const address = `${url}${path}/?EIO=4&transport=polling`;
  const [, sid] = /"sid":"([^"]*)"/.exec(await ask(agent, address)) ?? [];
  if (sid === undefined) return null;
  const own = `${address}&sid=${sid}`;
  let websocket: WebSocket | null = null;
  return {
    say: async (packets) => {
      if (websocket) return sayOver(websocket, packets);
      if (chance.hit(0.5)) void ask(agent, own);
      if (chance.hit(0.15)) {
        const upgraded = `${url.replace('http', 'ws')}${path}/?EIO=4&transport=websocket&sid=${sid}`;
        websocket = await dial(upgraded);
        if (websocket) return sayOver(websocket, chance.hit(0.7) ? ['2probe', '5', ...packets] : packets);
      }
      const said = ask(agent, own, packets.map(encoded).join(separator));
      if (chance.hit(0.7)) await said;
    },
    close: (ending) => {
      if (websocket) hangUp(websocket, ending);
      else if (ending.hit(0.5)) void ask(agent, own, '1');
    },
  };
};

export interface Plan {
  url: string;
  chance: Chance;
  /** Ends once so many have been sent. */
  packets: number;
  /** Conversations at once. */
  atOnce: number;
  /** Most packets of one turn. */
  longest: number;
  /** Throws when the server is no more. */
  look(): Promise<void>;
}

/** Has conversations with a server until enough has been sent; returns how many packets, over how many connections. */
export const converse = async ({ url, chance, packets, atOnce, longest, look }: Plan) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  const sent = { packets: 0, connections: 0 };

  const talk = async (own: Chance): Promise<void> => {
    const path = own.pick(paths) ?? '';
    const line = await (own.hit(0.5) ? openWebsocket(url, path) : openPolling(url, path, agent, own));
    if (!line) return look();
    sent.connections += 1;
    // Most begin as they should: what comes after it reaches further in.
    if (own.hit(0.7)) await line.say([`40${json({ name: own.pick(names) })}`]);
    for (let turns = own.int(1, 8); turns > 0 && sent.packets < packets; turns -= 1) {
      const said = turnOf(own, longest);
      sent.packets += said.length;
      await line.say(said);
      if (own.hit(0.3)) await pause(own.int(0, 5));
    }
    line.close(own);
  };

  const speakers = Array.from({ length: atOnce }, async () => {
    while (sent.packets < packets) {
      await talk(chance.fork());
      if (sent.connections % 50 === 0) await look();
    }
  });
  await Promise.all(speakers);
  agent.destroy();
  return sent;
};
