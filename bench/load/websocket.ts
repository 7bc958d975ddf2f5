import { randomBytes } from 'node:crypto';
import { connect, type TcpNetConnectOpts } from 'node:net';

/** A websocket read straight from its TCP connection: a library's client would cost more per frame than the servers do. */
export interface RawSocket {
  /** Resolves when the websocket is open, rejects when it is refused. */
  opened: Promise<void>;
  send(text: string): void;
  /** Bytes received so far, frames and handshake. */
  readonly bytesRead: number;
  /** Says goodbye. */
  close(): void;
  /** Gone at once, as when a cable is pulled. */
  destroy(): void;
}

/** Where frames go: the payload is `bytes` from `from` to `to`, and only valid during the call. */
export type OnFrame = (bytes: Buffer, from: number, to: number) => void;

const key = randomBytes(16).toString('base64');
const mask = randomBytes(4);
const nothing = Buffer.alloc(0);
/** The read buffer of all connections: frames are handled before the next read. */
const readBuffer = Buffer.allocUnsafe(256 * 1024);

const writeFrame = (text: string): Buffer => {
  const length = Buffer.byteLength(text);
  const head = length < 126 ? 6 : 8;
  const frame = Buffer.allocUnsafe(head + length);
  frame[0] = 0x81;
  if (length < 126) frame[1] = 0x80 | length;
  else {
    frame[1] = 0x80 | 126;
    frame.writeUInt16BE(length, 2);
  }
  mask.copy(frame, head - 4);
  frame.write(text, head);
  for (let at = 0; at < length; at++) frame[head + at] = (frame[head + at] ?? 0) ^ (mask[at & 3] ?? 0);
  return frame;
};

/** `headers` are whole lines, each with its line break. */
export const openWebSocket = (
  port: number,
  { path, headers = '' }: { path: string; headers?: string },
  onFrame: OnFrame,
  onEnd: () => void,
): RawSocket => {
  let rest = nothing;
  let open = false;
  let bytesRead = 0;
  let resolve = (): void => undefined;
  let reject = (_error: Error): void => undefined;
  const opened = new Promise<void>((done, failed) => ([resolve, reject] = [done, failed]));

  const handshake = (bytes: Buffer): number => {
    const end = bytes.indexOf('\r\n\r\n');
    if (end < 0) return 0;
    const answer = bytes.toString('latin1', 0, end);
    if (!answer.startsWith('HTTP/1.1 101')) {
      reject(new Error(`refused: ${answer.slice(0, 200)}`));
      return bytes.length;
    }
    open = true;
    resolve();
    return frames(bytes, end + 4);
  };

  /** Passes on every whole frame, and returns the offset of the first incomplete one. */
  const frames = (bytes: Buffer, start: number): number => {
    let at = start;
    for (;;) {
      if (bytes.length < at + 2) return at;
      let length = (bytes[at + 1] ?? 0) & 0x7f;
      let from = at + 2;
      if (length === 126) {
        if (bytes.length < at + 4) return at;
        length = bytes.readUInt16BE(at + 2);
        from = at + 4;
      } else if (length === 127) {
        if (bytes.length < at + 10) return at;
        length = bytes.readUInt32BE(at + 6);
        from = at + 10;
      }
      if (bytes.length < from + length) return at;
      const code = (bytes[at] ?? 0) & 0x0f;
      if (code < 3) onFrame(bytes, from, from + length);
      else if (code === 9) socket.write(Buffer.from([0x8a, 0x80, 0, 0, 0, 0]));
      at = from + length;
    }
  };

  const read = (chunk: Buffer): void => {
    bytesRead += chunk.length;
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    socket.cork(); // what is sent in answer to one chunk goes out in one write
    const at = open ? frames(bytes, 0) : handshake(bytes);
    socket.uncork();
    rest = at < bytes.length ? Buffer.from(bytes.subarray(at)) : nothing;
  };

  const options: TcpNetConnectOpts = {
    port,
    host: '127.0.0.1',
    noDelay: true,
    onread: {
      buffer: readBuffer,
      callback: (size: number) => (read(readBuffer.subarray(0, size)), true),
    },
  };
  const socket = connect(options);
  socket.on('error', reject);
  socket.on('close', () => {
    reject(new Error('the connection has ended'));
    onEnd();
  });
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      `Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n${headers}\r\n`,
  );

  return {
    opened,
    send: (text) => void socket.write(writeFrame(text)),
    get bytesRead() {
      return bytesRead;
    },
    close: () => void socket.end(Buffer.from([0x88, 0x80, 0, 0, 0, 0])),
    destroy: () => void socket.destroy(),
  };
};
