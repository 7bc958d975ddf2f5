import type { OpenPipe } from './pipe.ts';

// The packets of Engine.IO 4 that a websocket carries, by their first character.
const opening = '0';
const ping = '2';
const pong = '3';
const message = '4';

/** A pipe over the platform's own websocket: a page has all it needs for it. */
export const webSocketPipe: OpenPipe = (url, listeners) => {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}?EIO=4&transport=websocket`);
  let live = true;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let silenceMs = 0;

  const end = () => {
    live = false;
    clearTimeout(silence);
    globalThis.removeEventListener?.('offline', down);
    socket.close();
  };
  const down = () => {
    if (!live) return;
    end();
    listeners.down();
  };
  /** The server pings. When it does not, it is gone, whatever the socket says. */
  const expectPing = () => {
    clearTimeout(silence);
    silence = setTimeout(down, silenceMs);
  };
  const receive = (packet: string) => {
    listeners.heard();
    const type = packet[0];
    if (type === message) return listeners.message(packet.slice(1));
    if (type === ping) {
      socket.send(pong);
      return expectPing();
    }
    if (type !== opening) return;
    const { pingInterval, pingTimeout } = JSON.parse(packet.slice(1)) as Record<string, number>;
    silenceMs = Number(pingInterval) + Number(pingTimeout);
    expectPing();
    listeners.open(silenceMs);
  };

  socket.addEventListener(
    'message',
    ({ data }: MessageEvent) => live && typeof data === 'string' && receive(data),
  );
  for (const event of ['close', 'error']) socket.addEventListener(event, down);
  globalThis.addEventListener?.('offline', down);
  return {
    send: (text) => {
      // A browser complains of what is said to a socket that has just closed.
      if (socket.readyState === WebSocket.OPEN) socket.send(message + text);
    },
    close: end,
  };
};
