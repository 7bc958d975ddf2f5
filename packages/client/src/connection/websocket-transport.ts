import type { ErrorBody } from '@chat/protocol';
import type { OpenTransport } from './transport.ts';

// The packets of Engine.IO 4, and of Socket.IO 5 in the main namespace, that are used. None is binary.
const open = '0';
const ping = '2';
const pong = '3';
const connect = '40';
const disconnect = '41';
const event = '42';
const ack = '43';
const connectError = '44';

/** The payload of a packet: an array for events and acknowledgements, otherwise an object. */
interface Body {
  0: never;
  1: never;
  sid: string;
  pingInterval: number;
  pingTimeout: number;
  message: string;
  data?: Partial<ErrorBody>;
}

/** A transport over the platform's own websocket. */
export const webSocketTransport: OpenTransport = (url, auth, listeners) => {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}?EIO=4&transport=websocket`);
  let live = true;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let silenceMs = 0;

  const send = (packet: string) => {
    // Browsers log an error for sends over a closed socket.
    if (socket.readyState === WebSocket.OPEN) socket.send(packet);
  };
  const end = () => {
    live = false;
    clearTimeout(silence);
    globalThis.removeEventListener?.('offline', lost);
    socket.close();
  };
  const down = (error: Partial<ErrorBody> | null) => {
    if (!live) return;
    end();
    listeners.down(error);
  };
  const lost = () => down(null);
  /** Without the server's next ping, the connection is dead, whatever the socket's state. */
  const expectPing = () => {
    clearTimeout(silence);
    silence = setTimeout(lost, silenceMs);
  };

  const take = (type: string, id: string, body: Body) => {
    if (type === event) listeners.event(body[0], body[1]);
    else if (type === ack) listeners.ack(Number(id), body[0]);
    else if (type === connect) listeners.connected(body.sid, silenceMs);
    else if (type === connectError) down({ message: body.message, ...body.data });
    else if (type === open) {
      silenceMs = body.pingInterval + body.pingTimeout;
      expectPing();
      send(connect + JSON.stringify(auth));
    }
  };
  const receive = (packet: string) => {
    listeners.packet();
    const [, type = '', id = '', json] = /^(4?\d)(\d*)(.*)$/s.exec(packet) ?? [];
    if (type === ping) {
      send(pong);
      expectPing();
    }
    if (type === disconnect) lost();
    if (!json) return;
    let body: Body;
    try {
      body = JSON.parse(json) as Body;
    } catch {
      return lost();
    }
    take(type, id, body);
  };

  socket.addEventListener(
    'message',
    ({ data }: MessageEvent) => live && typeof data === 'string' && receive(data),
  );
  for (const name of ['close', 'error']) socket.addEventListener(name, lost);
  globalThis.addEventListener?.('offline', lost);
  return {
    emit: (id, name, input) => send(event + id + JSON.stringify([name, input])),
    close: (tells) => {
      if (tells) send(disconnect);
      end();
    },
  };
};
