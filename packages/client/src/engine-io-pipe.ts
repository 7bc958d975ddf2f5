import { Socket } from 'engine.io-client';
import type { OpenPipe } from './pipe.ts';

/** Pipes over the Engine.IO client, which knows more ways than websockets, and runs where there are none. */
export const engineIoPipe =
  (...transports: ('websocket' | 'polling')[]): OpenPipe =>
  (url, listeners) => {
    const { origin, pathname } = new URL(url);
    const socket = new Socket(origin, { path: pathname, transports, tryAllTransports: true });
    let live = true;
    let silenceMs = 0;
    socket.on('handshake', ({ pingInterval, pingTimeout }) => (silenceMs = pingInterval + pingTimeout));
    socket.on('open', () => live && listeners.open(silenceMs));
    socket.on('packet', () => live && listeners.heard());
    socket.on('message', (text: unknown) => live && typeof text === 'string' && listeners.message(text));
    socket.on('close', () => {
      if (!live) return;
      live = false;
      listeners.down();
    });
    return {
      send: (text) => void socket.send(text),
      close: () => {
        live = false;
        socket.close();
      },
    };
  };
