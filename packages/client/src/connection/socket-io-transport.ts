import { Manager } from 'socket.io-client';
import type { OpenTransport } from './transport.ts';

/**
 * A transport over `socket.io-client`, which can poll, and has a websocket of its own if the platform has
 * none.
 */
export const socketIoTransport =
  (...transports: ('websocket' | 'polling')[]): OpenTransport =>
  (url, auth, listeners, timeoutMs) => {
    const { origin, pathname } = new URL(url);
    // `connection.ts` decides when to connect again.
    const manager = new Manager(origin, {
      path: pathname,
      transports,
      tryAllTransports: true,
      reconnection: false,
      timeout: timeoutMs,
      autoConnect: false,
    });
    const socket = manager.socket('/', { auth });
    let live = true;
    let silenceMs = 0;
    const down = (error: { message: string; data?: object } | null): void => {
      if (!live) return;
      live = false;
      listeners.down(error?.data ? { message: error.message, ...error.data } : null);
    };
    socket.on('connect', () => live && listeners.connected(socket.id ?? '', silenceMs));
    socket.on('connect_error', (error: Error & { data?: object }) => down(error));
    socket.on('disconnect', () => down(null));
    socket.onAny((name: string, value: unknown) => live && listeners.event(name, value as never));
    socket.connect();
    const { engine } = manager;
    engine.on('handshake', ({ pingInterval, pingTimeout }) => (silenceMs = pingInterval + pingTimeout));
    engine.on('packet', () => live && listeners.packet());
    // On a rejection, the engine closes first and reports the reason after that.
    engine.on('close', () => queueMicrotask(() => down(null)));
    return {
      emit: (id, name, input) =>
        void socket.emit(name, input, (reply: never) => live && listeners.ack(id, reply)),
      close: (tells) => {
        live = false;
        if (tells) socket.disconnect();
        else engine.close();
      },
    };
  };
