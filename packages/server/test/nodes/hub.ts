import type { ServerOptions } from 'socket.io';
import { ClusterAdapter, type ClusterMessage, type ClusterResponse } from 'socket.io-adapter';

/** What nodes reach each other by: Socket.IO's own cluster adapter, in one process. As JSON, as other processes would get it. */
export interface Hub {
  /** Given as `io.adapter`. */
  adapter: ServerOptions['adapter'];
  /** What is said is lost. */
  isCut: boolean;
  /** How many frames were said. */
  readonly said: number;
}

export const createHub = (): Hub => {
  const nodes = new Set<Node>();
  let said = 0;

  class Node extends ClusterAdapter {
    override init(): void {
      nodes.add(this);
    }

    override doPublish(message: ClusterMessage): Promise<string> {
      said += 1;
      if (hub.isCut) return Promise.resolve('');
      const text = JSON.stringify(message);
      for (const node of nodes)
        if (node !== this) setImmediate(() => node.onMessage(JSON.parse(text) as ClusterMessage));
      return Promise.resolve('');
    }

    override doPublishResponse(_uid: string, _response: ClusterResponse): Promise<void> {
      return Promise.resolve();
    }

    override close(): void {
      nodes.delete(this);
    }
  }

  const hub: Hub = {
    adapter: Node as unknown as ServerOptions['adapter'],
    isCut: false,
    get said() {
      return said;
    },
  };
  return hub;
};
