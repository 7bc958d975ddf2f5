import type { Deliveries } from './deliveries.ts';
import { openWebSocket, type RawSocket } from './websocket.ts';
import type { Wire } from './wire.ts';

/** Called when the server has taken a message, or with the time after which it wants to be asked again. */
export type Acked = (refusedForMs?: number) => void;

/** One client of a contender. */
export interface Member {
  name: string;
  join(roomId: string): Promise<void>;
  send(roomId: string, id: string, text: string, acked: Acked): void;
  /** Any other command; resolves to the text of the answer, rejects when it is a refusal. */
  call(args: unknown[]): Promise<string>;
  /** Says goodbye, in Socket.IO's words where it is spoken, so that nobody waits for them to come back. */
  leave(): void;
  raw: RawSocket;
  readonly ended: boolean;
}

/** Connects and presents itself. */
export const connectMember = async (
  port: number,
  wire: Wire,
  name: string,
  deliveries: Pick<Deliveries, 'take'>,
): Promise<Member> => {
  const waiting = new Map<number, (answer: string) => void>();
  /** Without acknowledgements: who waits for their own copy, in order. */
  const copies: Acked[] = [];
  /** Those whose answer is awaited. */
  const asking = new Set<(why: Error) => void>();
  const own = Buffer.from(`"name":${JSON.stringify(name)}`);
  let lastId = 0;
  let ended = false;
  let admitted = (): void => undefined;
  let refused = (_error: Error): void => undefined;
  const welcomed = new Promise<void>((resolve, reject) => ([admitted, refused] = [resolve, reject]));
  welcomed.catch(() => undefined); // whoever waits for it hears of it

  const answered = (bytes: Buffer, from: number, to: number): void => {
    const bracket = bytes.indexOf(0x5b, from);
    const id = Number(bytes.toString('latin1', from + 2, bracket));
    const done = waiting.get(id);
    waiting.delete(id);
    done?.(bytes.toString('utf8', bracket, to));
  };

  const onSocketIo = (bytes: Buffer, from: number, to: number): void => {
    if (bytes[from] === 0x32) return raw.send('3'); // ping
    if (bytes[from] === 0x30) return raw.send(`40${wire.auth ? JSON.stringify(wire.auth(name)) : ''}`); // open
    if (bytes[from] !== 0x34) return;
    const kind = bytes[from + 1];
    if (kind === 0x32) deliveries.take(bytes, from, to);
    else if (kind === 0x33) answered(bytes, from, to);
    else if (kind === 0x30) admitted();
    else if (kind === 0x34) refused(new Error(`refused: ${bytes.toString('utf8', from, to)}`));
  };

  const onJson = (bytes: Buffer, from: number, to: number): void => {
    deliveries.take(bytes, from, to);
    if (waiting.size === 0 && copies.length === 0) return;
    const frame = bytes.subarray(from, to);
    if (waiting.size > 0 && frame.includes('"joined"')) {
      for (const done of waiting.values()) done('');
      waiting.clear();
    } else if (copies.length > 0 && frame.includes(own)) copies.shift()?.();
  };

  const raw: RawSocket = openWebSocket(
    port,
    { path: wire.path(name), ...(wire.headers && { headers: wire.headers(name) }) },
    (bytes, from, to) => (wire.socketIo ? onSocketIo : onJson)(bytes, from, to),
    () => {
      ended = true;
      const why = new Error(`the connection of ${name} has ended`);
      refused(why);
      for (const fail of asking) fail(why);
      asking.clear();
    },
  );
  await raw.opened;
  if (wire.socketIo) await welcomed;

  const ask = (args: unknown[], done: (answer: string) => void): void => {
    const id = ++lastId;
    waiting.set(id, done);
    raw.send(wire.socketIo ? `42${id}${JSON.stringify(args)}` : JSON.stringify(args[0]));
  };
  const call = (args: unknown[]): Promise<string> =>
    new Promise((resolve, reject) => {
      asking.add(reject);
      ask(args, (answer) => {
        asking.delete(reject);
        if (isRefusal(answer)) reject(new Error(`${name} was refused: ${answer}`));
        else resolve(answer);
      });
    });

  return {
    name,
    join: async (roomId) => {
      const args = wire.join(roomId);
      if (args !== null) await call(args);
    },
    send: (roomId, id, text, acked) => {
      const args = wire.send(roomId, id, text);
      if (wire.socketIo) return ask(args, (answer) => acked(refusedForMs(answer)));
      copies.push(acked);
      raw.send(JSON.stringify(args[0]));
    },
    call,
    leave: () => {
      if (wire.socketIo) raw.send('41');
      raw.close();
    },
    raw,
    get ended() {
      return ended;
    },
  };
};

const isRefusal = (answer: string): boolean => answer.startsWith('[{"ok":false');

/** How long a refused send is to wait. A refusal for good throws: the benchmark asked for what it may not. */
const refusedForMs = (answer: string): number | undefined => {
  if (!isRefusal(answer)) return undefined;
  const [, ms] = /"retryAfterMs":(\d+)/.exec(answer) ?? [];
  if (ms === undefined) throw new Error(`a send was refused: ${answer}`);
  return Number(ms);
};
