/** The part of a `ws` websocket that closing needs. */
interface Websocket {
  readonly readyState: number;
  once(event: 'close', listener: () => void): void;
  terminate(): void;
}

/** The part of an engine.io connection that closing needs. */
interface Conn {
  readonly transport: { socket?: Websocket };
  readonly readyState: string;
  once(event: 'close', listener: () => void): void;
  close(discard?: boolean): void;
}

/** A connection and its websocket. */
export interface OpenSocket {
  conn: Conn;
  websocket: Websocket | undefined;
}

const closed = 3;
/** A reader has this long to get its last frames and close; then it is cut off. */
const goodbyeMs = 2_000;

/** Returns all connections, unauthenticated ones included. */
export const openSockets = ({ engine }: { engine: unknown }): OpenSocket[] => {
  const { clients } = engine as { clients: Record<string, Conn> };
  return Object.values(clients).map((conn) => ({ conn, websocket: conn.transport.socket }));
};

const isOver = ({ conn, websocket }: OpenSocket): boolean =>
  websocket ? websocket.readyState === closed : conn.readyState === 'closed';

/** Closes connections. Resolves when all of them are closed, after what was sent has left. */
export const closeSockets = async (lines: OpenSocket[]): Promise<void> => {
  const left = new Set(lines);
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, goodbyeMs);
    const look = (): void => {
      for (const line of left) if (isOver(line)) left.delete(line);
      if (left.size > 0) return;
      clearTimeout(timer);
      resolve();
    };
    for (const line of lines) {
      // Authenticated clients got an event before; engine.io knows which connections it has closed.
      line.conn.close();
      (line.websocket ?? line.conn).once('close', () => (left.delete(line), left.size === 0 && look()));
    }
    look();
  });
  for (const { conn, websocket } of left) {
    conn.close(true);
    websocket?.terminate();
  }
};
