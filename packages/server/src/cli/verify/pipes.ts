// The two transports of Engine.IO 4, as far as a check needs them: packets in, packets out.

/** A connection that carries packets of Engine.IO. */
export interface Pipe {
  send(packet: string): void;
  /** Ends it without a goodbye, as a lost network does. */
  drop(): void;
}

export interface PipeOptions {
  /** Of the chat's socket, such as `http://localhost:3000/chat/socket/`. */
  address: string;
  headers: Readonly<Record<string, string>>;
  onPacket(packet: string): void;
  onClosed(reason: string): void;
}

export type Transport = 'websocket' | 'polling';

const pingPacket = '2';
const pongPacket = '3';
const separator = '\u001e';
const timeoutMs = 10_000;

/** Passes packets on, and replies to pings. */
const receiverOf =
  ({ onPacket }: PipeOptions, send: (packet: string) => void) =>
  (packet: string): void => {
    if (packet === pingPacket) send(pongPacket);
    else onPacket(packet);
  };

const openWebsocket = (options: PipeOptions): Promise<Pipe> =>
  new Promise((resolve, reject) => {
    const { address, headers, onClosed } = options;
    const url = `${address.replace(/^http/, 'ws')}?EIO=4&transport=websocket`;
    const socket = new WebSocket(url, { headers });
    const send = (packet: string): void => socket.send(packet);
    const receive = receiverOf(options, send);
    const timer = setTimeout(() => fail(`no reply within ${timeoutMs / 1000} s`), timeoutMs);
    const fail = (reason: string): void => {
      clearTimeout(timer);
      reject(new Error(reason));
      socket.close();
    };
    socket.addEventListener('message', ({ data }) => {
      const packet = String(data);
      // A proxy may accept the upgrade and pass on nothing: the first packet proves the way.
      clearTimeout(timer);
      resolve({ send, drop: () => socket.close() });
      receive(packet);
    });
    socket.addEventListener('error', () => fail('the connection was refused or cut'));
    socket.addEventListener('close', ({ code }) => {
      fail(`the connection was closed (${code})`);
      onClosed(`the connection was closed (${code})`);
    });
  });

const openPolling = async (options: PipeOptions): Promise<Pipe> => {
  const { address, headers, onClosed } = options;
  const url = `${address}?EIO=4&transport=polling`;
  const stop = new AbortController();
  const request = async (query: string, init: RequestInit = {}): Promise<string> => {
    const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(60_000)]);
    const response = await fetch(url + query, { ...init, headers, signal });
    const text = await response.text();
    if (!response.ok) throw new Error(`status ${response.status}: ${text.slice(0, 200)}`);
    return text;
  };
  const first = await request('');
  const { sid } = JSON.parse(first.slice(1)) as { sid: string };
  const query = `&sid=${encodeURIComponent(sid)}`;
  const closed = (error: unknown): void => {
    if (!stop.signal.aborted) onClosed((error as Error).message);
    stop.abort();
  };

  // One request at a time may carry packets to the server.
  let waiting: string[] = [];
  let isSending = false;
  const flush = async (): Promise<void> => {
    if (isSending) return;
    isSending = true;
    while (waiting.length > 0) {
      const body = waiting.splice(0, 50).join(separator);
      await request(query, { method: 'POST', body });
    }
    isSending = false;
  };
  const send = (packet: string): void => {
    waiting.push(packet);
    flush().catch(closed);
  };
  const receive = receiverOf(options, send);
  const poll = async (): Promise<void> => {
    while (!stop.signal.aborted)
      for (const packet of (await request(query)).split(separator)) receive(packet);
  };
  queueMicrotask(() => {
    receive(first);
    poll().catch(closed);
  });
  return {
    send,
    drop: () => {
      waiting = [];
      stop.abort();
    },
  };
};

/** Rejects if the transport cannot be used on the way to the server. */
export const openPipe = (transport: Transport, options: PipeOptions): Promise<Pipe> =>
  transport === 'websocket' ? openWebsocket(options) : openPolling(options);
