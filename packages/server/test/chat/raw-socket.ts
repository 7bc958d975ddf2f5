import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';

/** A websocket without a library, for those who do not keep to its ways. */
export interface RawSocket {
  send(frame: string): void;
  /** The first frame, past or future, that begins so. */
  got(head: string): Promise<string>;
  /** Resolves with its close code. */
  closed: Promise<number>;
  received: string[];
  websocket: WebSocket;
}

export const openRaw = async (url: string, path = '/chat/socket'): Promise<RawSocket> => {
  const address = `${url.replace('http', 'ws')}${path}/?EIO=4&transport=websocket`;
  const websocket = new WebSocket(address);
  onTestFinished(() => websocket.terminate());
  const received: string[] = [];
  const watchers = new Set<() => void>();
  websocket.on('message', (data: Buffer) => {
    received.push(data.toString());
    for (const watcher of watchers) watcher();
  });
  const closed = new Promise<number>((resolve) => websocket.once('close', resolve));
  await new Promise<void>((resolve, reject) => {
    websocket.once('open', resolve);
    websocket.once('error', reject);
  });
  return {
    send: (frame) => websocket.send(frame),
    got: (head) =>
      new Promise((resolve) => {
        const look = (): void => {
          const frame = received.find((each) => each.startsWith(head));
          if (frame === undefined) return;
          watchers.delete(look);
          resolve(frame);
        };
        watchers.add(look);
        look();
      }),
    closed,
    received,
    websocket,
  };
};
