// Nodes send each other hints over Redis. The database recovers lost hints.
import { createAdapter } from '@socket.io/redis-adapter';
import { createClient } from 'redis';

export interface RedisWay {
  adapter: ReturnType<typeof createAdapter>;
  close(): void;
}

const asked = ['publish', 'subscribe', 'pSubscribe', 'unsubscribe', 'pUnsubscribe'] as const;

/**
 * The adapter ignores these promises, and an unhandled rejection would end the process when Redis is down.
 */
const quiet = (client: object): void => {
  const methods = client as Record<string, (...given: unknown[]) => Promise<unknown>>;
  for (const name of asked) {
    const ask = methods[name]?.bind(client);
    methods[name] = async (...given) => ask?.(...given).catch(() => undefined);
  }
};

/** Does not wait for Redis: without it the node works, and gets changes of the others a few seconds later. */
export const redisWay = (url: string): RedisWay => {
  const publisher = createClient({ url, disableOfflineQueue: true });
  const subscriber = createClient({ url });
  for (const client of [publisher, subscriber]) {
    quiet(client);
    let isDown = false;
    client.on('error', (error: unknown) => {
      if (!isDown) console.error('Redis:', String(error));
      isDown = true;
    });
    client.on('ready', () => (isDown = false));
    client.connect().catch(() => {}); // it retries by itself
  }
  return {
    adapter: createAdapter(publisher, subscriber),
    close: () => {
      publisher.destroy();
      subscriber.destroy();
    },
  };
};
