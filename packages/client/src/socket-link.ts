import {
  ChatError,
  type ErrorBody,
  type Input,
  type CommandName,
  type Output,
  type Reply,
} from '@chat/protocol';
import { io } from 'socket.io-client';
import type { Address } from './address.ts';
import { disconnected, timedOut, type OpenLink } from './transport.ts';

/** Links over Socket.IO. When to open one is `connection.ts`'s to decide, so its own reconnection stays off. */
export const socketLinks = (address: () => Address): OpenLink => {
  let replaces: string | undefined;
  return (auth, listeners, timeoutMs) => {
    const { origin, path } = address();
    const socket = io(origin, {
      path: `${path}/socket`,
      auth: { ...auth, replaces },
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      reconnection: false,
      forceNew: true,
      timeout: timeoutMs,
    });
    let live = true;
    let heard = 0;
    // Socket.IO itself leaves those unanswered that it has not sent yet, as after a sleep.
    const unanswered = new Set<(error: ChatError) => void>();

    const end = () => {
      live = false;
      socket.disconnect();
      for (const reject of unanswered) reject(disconnected());
      unanswered.clear();
    };
    const down = (error: ErrorBody | null) => {
      if (!live) return;
      end();
      listeners.down(error);
    };

    socket.on('connect', () => {
      replaces = socket.id;
      socket.io.engine.on('packet', () => heard++);
    });
    socket.on('hello', (hello) => live && listeners.hello(hello));
    socket.on('events', (events) => live && listeners.events(events));
    socket.on('drain', (order) => live && listeners.drain(order.reconnectInMs));
    socket.on('closed', (reason) => live && listeners.closed(reason.code));
    socket.on('disconnect', () => down(null));
    socket.on('connect_error', (error: Error & { data?: Partial<ErrorBody> }) =>
      down(
        error.data?.code === undefined
          ? null
          : { message: error.message, ...error.data, code: error.data.code },
      ),
    );

    return {
      call: <N extends CommandName>(name: N, input: Input<N>) =>
        new Promise<Output<N>>((resolve, reject) => {
          if (!socket.connected) return reject(disconnected());
          const before = heard;
          unanswered.add(reject);
          socket.timeout(timeoutMs).emit(name, input, (failure: Error | null, reply?: Reply<Output<N>>) => {
            unanswered.delete(reject);
            if (reply?.ok) return resolve(reply.value);
            if (reply !== undefined) return reject(ChatError.from(reply.error));
            if (failure === null || !socket.connected) return reject(disconnected());
            reject(timedOut());
            // Not one packet since the command: nobody is there, whatever the socket says.
            if (heard === before) down(null);
          });
        }),
      close: end,
    };
  };
};
