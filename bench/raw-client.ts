import { WebSocket } from 'ws';

/** One member, speaking Socket.IO's frames by hand: a real client would cost more per delivery than the servers measured. */
export interface RawClient {
  /** Sends a command; resolves when it is acknowledged, rejects when it is refused. */
  call(command: string, input: object): Promise<void>;
  close(): void;
}

interface Waiting {
  resolve(): void;
  reject(error: Error): void;
}

const created = Buffer.from('"message:created"');

/** Deliveries in a frame: ours gathers many in one `events`, the plain server sends one `message` per frame. */
const deliveriesIn = (frame: Buffer): number => {
  if (frame.length < 11 || frame[2] !== 0x5b) return 0; // 42[
  if (frame.toString('latin1', 3, 12) === '"message"') return 1;
  let count = 0;
  for (let at = frame.indexOf(created); at >= 0; at = frame.indexOf(created, at + created.length)) count++;
  return count;
};

/** Connects under a name. `received` is told of every frame with deliveries. */
export const connectRaw = (
  url: string,
  name: string,
  received: (count: number, frame: Buffer) => void,
): Promise<RawClient> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { perMessageDeflate: false, skipUTF8Validation: true });
    const waiting = new Map<number, Waiting>();
    let lastId = 0;
    const client: RawClient = {
      call: (command, input) =>
        new Promise((done, failed) => {
          const id = ++lastId;
          waiting.set(id, { resolve: done, reject: failed });
          socket.send(`42${id}${JSON.stringify([command, input])}`);
        }),
      close: () => socket.close(),
    };
    const acknowledge = (text: string): void => {
      const bracket = text.indexOf('[');
      const id = Number(text.slice(2, bracket));
      const call = waiting.get(id);
      waiting.delete(id);
      if (text.startsWith('[{"ok":true', bracket)) call?.resolve();
      else call?.reject(new Error(text.slice(bracket, bracket + 200)));
    };
    socket.on('error', reject);
    socket.on('message', (data) => {
      const frame = data as Buffer;
      if (frame[0] === 0x32) return socket.send('3'); // ping
      if (frame[0] === 0x30) return socket.send(`40${JSON.stringify({ name })}`); // open
      if (frame[0] !== 0x34) return;
      if (frame[1] === 0x30) return resolve(client);
      if (frame[1] === 0x33) return acknowledge(frame.toString());
      if (frame[1] === 0x34) return reject(new Error(frame.toString()));
      const count = deliveriesIn(frame);
      if (count > 0) received(count, frame);
    });
  });
