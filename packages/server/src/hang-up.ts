/** The part of a `ws` websocket that ending it takes. */
interface Websocket {
  readonly readyState: number;
  once(event: 'close', listener: () => void): void;
  terminate(): void;
}

const isOver = 3;
/** Who reads gets their last frames and says goodbye within this; who does not is cut off. */
const goodbyeMs = 2_000;

/** The websockets of all connections, those of nobody known among them. */
export const websocketsOf = ({ engine }: { engine: unknown }): Websocket[] => {
  const { clients } = engine as { clients: Record<string, { transport: { socket?: Websocket } }> };
  return Object.values(clients).flatMap(({ transport }) => transport.socket ?? []);
};

/** Resolves when all of them, told to close before, are over. */
export const hangUp = async (websockets: Websocket[]): Promise<void> => {
  const left = new Set(websockets.filter(({ readyState }) => readyState !== isOver));
  if (left.size === 0) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, goodbyeMs);
    for (const websocket of left) {
      websocket.once('close', () => {
        left.delete(websocket);
        if (left.size > 0) return;
        clearTimeout(timer);
        resolve();
      });
    }
  });
  for (const websocket of left) websocket.terminate();
};
