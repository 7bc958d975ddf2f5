import type { ServerOptions } from 'socket.io';
import { ClusterAdapter, type ClusterMessage, type ClusterResponse } from 'socket.io-adapter';

/** Connects nodes through Socket.IO's own cluster adapter in one process, with JSON as between processes. */
export interface Hub {
  /** Given as `io.adapter`. */
  adapter: ServerOptions['adapter'];
  /** Drops all frames. */
  isCut: boolean;
  /** The number of frames sent. */
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
