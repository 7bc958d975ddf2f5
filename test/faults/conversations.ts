// Conversations that no real client has with a server: sequences of valid and invalid packets, over several
// turns.
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

const flooding = ['room:list', 'room:get', 'room:join', 'message:send', 'no:such'];
const floodOf = (chance: Chance): Packet[] =>
  Array.from(
    { length: 100 },
    (_, index) => `42${index}${json([chance.pick(flooding), { roomId: roomId(chance) }])}`,
  );

/** The bytes sent, and the server's reaction. */
export interface Conversed {
  /** Packets of connections that were open. */
  packets: number;
  connections: number;
  floods: number;
  /** Replies with the code `rate_limited`. */
  rateLimited: number;
  /** Connections closed with the code `overloaded`. */
  cutOff: number;
  /** Handshakes without a connection. */
  turnedAway: number;
}

/** Where a connection comes from, and where its packets are counted. */
interface Origin {
  url: string;
  path: string;
  headers: Record<string, string>;
  agent: Agent;
  count: Conversed;
}

/** One connection, whose packets may go by another transport in the next turn. */
interface Line {
  say(packets: Packet[]): Promise<void>;
  close(chance: Chance): void;
}

const rateLimited = /"code":"rate_limited"/g;
const cutOff = /\["closed",\{"code":"overloaded"/g;
const read = (text: string, count: Conversed): void => {
  count.rateLimited += text.match(rateLimited)?.length ?? 0;
  count.cutOff += text.match(cutOff)?.length ?? 0;
};

const sayOver = (websocket: WebSocket, packets: Packet[], count: Conversed): void => {
  for (const packet of packets) {
    if (websocket.readyState !== WebSocket.OPEN) return;
    websocket.send(packet);
    count.packets += 1;
  }
};

const dial = async (address: string, { headers, count }: Origin): Promise<WebSocket | null> => {
  const websocket = new WebSocket(address, { headers });
  websocket.on('error', () => websocket.terminate());
  websocket.on('message', (data: Buffer) => read(data.toString(), count));
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

/** Sends commands as fast as it can, over a connection that the server has let in. */
const flood = async (origin: Origin, chance: Chance): Promise<boolean> => {
  const { url, path, count } = origin;
  const websocket = await dial(`${url.replace('http', 'ws')}${path}/?EIO=4&transport=websocket`, origin);
  if (!websocket) return false;
  count.floods += 1;
  const isIn = new Promise((resolve) => {
    websocket.on('message', (data: Buffer) => data.toString().startsWith('40') && resolve(true));
    websocket.once('close', resolve);
  });
  sayOver(websocket, ['40{"name":"flood"}'], count);
  await isIn;
  for (let turns = 30; turns > 0 && websocket.readyState === WebSocket.OPEN; turns -= 1) {
    sayOver(websocket, floodOf(chance), count);
    await pause(20); // or it is gone before it is refused
  }
  hangUp(websocket, chance);
  return true;
};

const openWebsocket = async (origin: Origin): Promise<Line | null> => {
  const { url, path, count } = origin;
  const websocket = await dial(`${url.replace('http', 'ws')}${path}/?EIO=4&transport=websocket`, origin);
  return (
    websocket && {
      say: async (packets) => sayOver(websocket, packets, count),
      close: (chance) => hangUp(websocket, chance),
    }
  );
};

/** Returns the text of a response, and an empty one when there is none. */
const ask = ({ agent, headers, count }: Origin, address: string, body?: string): Promise<string> =>
  new Promise((resolve) => {
    const method = body === undefined ? 'GET' : 'POST';
    const asked = request(address, { agent, headers, method }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('close', () => {
        read(text, count);
        resolve(text);
      });
    });
    asked.on('error', () => resolve(''));
    asked.setTimeout(patienceMs, () => asked.destroy());
    asked.end(body);
  });

const encoded = (packet: Packet): string =>
  typeof packet === 'string' ? packet : `b${packet.toString('base64')}`;

/** May go over to a websocket halfway, in the right order or not. */
const openPolling = async (origin: Origin, chance: Chance): Promise<Line | null> => {
  const { url, path, count } = origin;
  const address = `${url}${path}/?EIO=4&transport=polling`;
  const [, sid] = /"sid":"([^"]*)"/.exec(await ask(origin, address)) ?? [];
  if (sid === undefined) return null;
  const own = `${address}&sid=${sid}`;
  let websocket: WebSocket | null = null;
  return {
    say: async (packets) => {
      if (websocket) return sayOver(websocket, packets, count);
      if (chance.hit(0.5)) void ask(origin, own);
      if (chance.hit(0.15)) {
        const upgraded = `${url.replace('http', 'ws')}${path}/?EIO=4&transport=websocket&sid=${sid}`;
        websocket = await dial(upgraded, origin);
        const inOrder = chance.hit(0.7) ? ['2probe', '5', ...packets] : packets;
        if (websocket) return sayOver(websocket, inOrder, count);
      }
      const posted = ask(origin, own, packets.map(encoded).join(separator)).then((text) => {
        if (text === 'ok') count.packets += packets.length;
      });
      if (chance.hit(0.7)) await posted;
    },
    close: (ending) => {
      if (websocket) hangUp(websocket, ending);
      else if (ending.hit(0.5)) void ask(origin, own, '1');
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
  /** Addresses that the connections come from, by the header `x-from`. */
  addresses?: number;
  /** One conversation of so many is a flood of commands. */
  floodEvery?: number;
  /** Throws when the server is no more. */
  look(): Promise<void>;
}

/** Has conversations with a server until enough has been sent. */
export const converse = async (plan: Plan): Promise<Conversed> => {
  const { url, chance, packets, atOnce, longest, addresses = 1, floodEvery = Infinity, look } = plan;
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  const count: Conversed = {
    packets: 0,
    connections: 0,
    floods: 0,
    rateLimited: 0,
    cutOff: 0,
    turnedAway: 0,
  };

  const talk = async (own: Chance): Promise<void> => {
    const path = own.pick(paths) ?? '';
    const headers = { 'x-from': `10.0.0.${own.int(1, addresses)}` };
    const origin = { url, path, headers, agent, count };
    const turnAway = async (): Promise<void> => {
      count.turnedAway += 1;
      await pause(own.int(5, 50));
      return look();
    };
    count.connections += 1;
    if (count.connections % floodEvery === 0) {
      if (!(await flood(origin, own))) await turnAway();
      return;
    }
    const line = await (own.hit(0.5) ? openWebsocket(origin) : openPolling(origin, own));
    if (!line) return turnAway();
    // Most begin as they should: what comes after it reaches further in.
    if (own.hit(0.7)) await line.say([`40${json({ name: own.pick(names) })}`]);
    if (own.hit(0.5)) await pause(own.int(5, 30));
    for (let turns = own.int(1, 8); turns > 0 && count.packets < packets; turns -= 1) {
      await line.say(turnOf(own, longest));
      if (own.hit(0.3)) await pause(own.int(0, 5));
    }
    line.close(own);
  };

  const speakers = Array.from({ length: atOnce }, async () => {
    while (count.packets < packets) {
      await talk(chance.fork());
      if (count.connections % 50 === 0) await look();
    }
  });
  await Promise.all(speakers);
  agent.destroy();
  return count;
};
