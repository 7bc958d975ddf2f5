import {
  ChatError,
  type ChatEvent,
  type CommandName,
  type Hello,
  type Input,
  type Output,
} from '@chat/protocol';
import { openPipe, type Transport } from './pipes.ts';

/** A client by the wire alone: it neither reconnects nor resumes nor repeats anything by itself. */
export interface WireClient {
  hello: Hello;
  call<N extends CommandName>(command: N, input: Input<N>): Promise<Output<N>>;
  /** Resolves with the first event that matches, also if it has arrived already. */
  event(matches: (event: ChatEvent) => boolean): Promise<ChatEvent>;
  /** Ends the connection without a goodbye. */
  drop(): void;
}

export interface WireOptions {
  transport: Transport;
  address: string;
  origin: string;
  auth: { name?: string; token?: string };
}

type Reply = { ok: true; value: unknown } | { ok: false; error: { code: never; message: string } };

const timeoutMs = 10_000;

/** Rejects with `timeout` if nothing happens for ten seconds. */
const inTime = <T>(promise: Promise<T>, what: string): Promise<T> => {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new ChatError('timeout', `${what} did not arrive within ${timeoutMs / 1000} s`)),
      timeoutMs,
    );
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

interface Deferred<T> {
  promise: Promise<T>;
  resolve(value: T): void;
  reject(error: Error): void;
}

const deferred = <T>(): Deferred<T> => {
  let settle: Omit<Deferred<T>, 'promise'> | undefined;
  const promise = new Promise<T>((resolve, reject) => (settle = { resolve, reject }));
  return { promise, ...(settle as unknown as Omit<Deferred<T>, 'promise'>) };
};

const connectPacket = '40';
const refusedPacket = '44';
const eventPacket = /^42(\d*)(\[.*)$/s;
const ackPacket = /^43(\d+)(\[.*)$/s;

/** Connects and signs in. Rejects with the server's `ChatError`, or with the error of the transport. */
export const connectWire = async ({ transport, address, origin, auth }: WireOptions): Promise<WireClient> => {
  const replies = new Map<number, (reply: Reply) => void>();
  const events: ChatEvent[] = [];
  const watchers = new Set<(event: ChatEvent) => void>();
  let lastId = 0;
  const hello = deferred<Hello>();
  // Whoever waits for it gets the error; nobody may.
  hello.promise.catch(() => undefined);

  const receive = (packet: string): void => {
    const [, ackId, reply = ''] = ackPacket.exec(packet) ?? [];
    if (ackId !== undefined) {
      replies.get(Number(ackId))?.((JSON.parse(reply) as [Reply])[0]);
      replies.delete(Number(ackId));
    }
    if (packet.startsWith(refusedPacket)) {
      const { data, message } = JSON.parse(packet.slice(2)) as { data?: never; message: string };
      hello.reject(data ? ChatError.from(data) : new Error(message));
    }
    const [, , text = '[]'] = eventPacket.exec(packet) ?? [];
    const [name, value] = JSON.parse(text) as [string?, unknown?];
    if (name === 'hello') hello.resolve(value as Hello);
    if (name === 'events')
      for (const event of value as ChatEvent[]) {
        events.push(event);
        for (const watch of watchers) watch(event);
      }
  };

  const pipe = await openPipe(transport, {
    address,
    headers: { origin },
    onPacket: receive,
    onClosed: (reason) => hello.reject(new Error(reason)),
  });
  pipe.send(connectPacket + JSON.stringify(auth));
  const greeting = await inTime(hello.promise, 'the greeting of the server').catch((error: unknown) => {
    pipe.drop();
    throw error;
  });

  const call = (command: string, input: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = (lastId += 1);
      replies.set(id, (reply) => (reply.ok ? resolve(reply.value) : reject(ChatError.from(reply.error))));
      pipe.send(`42${id}${JSON.stringify([command, input])}`);
    });

  return {
    hello: greeting,
    call: (command, input) => inTime(call(command, input), `the reply to ${command}`) as never,
    event: (matches) => {
      const found = deferred<ChatEvent>();
      const watch = (event: ChatEvent): void => {
        if (!matches(event)) return;
        watchers.delete(watch);
        found.resolve(event);
      };
      const known = events.find(matches);
      if (known) return Promise.resolve(known);
      watchers.add(watch);
      return inTime(found.promise, 'the event').finally(() => watchers.delete(watch));
    },
    drop: pipe.drop,
  };
};
