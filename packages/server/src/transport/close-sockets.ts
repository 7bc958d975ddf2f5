/** The part of a `ws` websocket that ending it takes. */
interface Websocket {
  readonly readyState: number;
  once(event: 'close', listener: () => void): void;
  terminate(): void;
}

/** The part of an engine.io connection that ending it takes. */
interface Conn {
  readonly transport: { socket?: Websocket };
  readonly readyState: string;
  once(event: 'close', listener: () => void): void;
  close(discard?: boolean): void;
}

/** A connection and the end of its line. */
export interface OpenSocket {
  conn: Conn;
  websocket: Websocket | undefined;
}

const closed = 3;
/** Who reads gets their last frames and says goodbye within this; who does not is cut off. */
const goodbyeMs = 2_000;

/** The lines of all connections, those of nobody known among them. */
export const openSockets = ({ engine }: { engine: unknown }): OpenSocket[] => {
  const { clients } = engine as { clients: Record<string, Conn> };
  return Object.values(clients).map((conn) => ({ conn, websocket: conn.transport.socket }));
};

const isOver = ({ conn, websocket }: OpenSocket): boolean =>
  websocket ? websocket.readyState === closed : conn.readyState === 'closed';

/** Resolves when all of them are over, once what was sent on them has gone. */
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
      // Told before, if they are somebody; engine.io knows what it has closed already.
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
