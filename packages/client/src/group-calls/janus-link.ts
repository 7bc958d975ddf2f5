import { noop } from '../platform/noop.ts';

/** An event of Janus about one handle. */
export interface JanusEvent {
  /** `event`, `webrtcup`, `hangup`, … */
  janus: string;
  data: Record<string, unknown>;
  jsep?: RTCSessionDescriptionInit;
}

/** A handle of one plugin. */
export interface JanusHandle {
  /** Resolves to the plugin's response; rejects with its error. */
  message(body: Record<string, unknown>, jsep?: RTCSessionDescriptionInit): Promise<JanusEvent>;
  candidate(candidate: RTCIceCandidate | null): void;
}

/** A session with Janus over a websocket. */
export interface JanusLink {
  attach(plugin: string, listener: (told: JanusEvent) => void): Promise<JanusHandle>;
  close(): void;
}

/** An error of Janus, with its code. */
export interface JanusRefusal extends Error {
  code: number;
}

const refusalOf = (code: number, message: string): JanusRefusal =>
  Object.assign(new Error(message), { code });

interface Frame {
  janus: string;
  transaction?: string;
  sender?: number;
  data?: { id: number };
  plugindata?: { data: Record<string, unknown> };
  jsep?: RTCSessionDescriptionInit;
  error?: { code: number; reason: string };
}

const keepAliveMs = 25_000;
const patienceMs = 10_000;

/**
 * `token` is called for each request, since tokens expire. `onLost`: the session ended without being closed
 * here.
 */
export const openJanus = async (
  url: string,
  token: () => Promise<string>,
  onLost: () => void,
): Promise<JanusLink> => {
  const socket = new WebSocket(url, 'janus-protocol');
  const waiting = new Map<string, { resolve(frame: Frame): void; reject(error: unknown): void }>();
  const listeners = new Map<number, (told: JanusEvent) => void>();
  let session: number | undefined;
  let turn = 0;
  let closed = false;

  const end = (): void => {
    if (closed) return;
    closed = true;
    clearInterval(timer);
    for (const { reject } of waiting.values()) reject(new Error('the connection to Janus is lost'));
    waiting.clear();
    onLost();
  };
  const say = async (frame: Record<string, unknown>): Promise<void> => {
    const about = { ...frame, token: await token(), ...(session ? { session_id: session } : {}) };
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(about));
  };
  const ask = (frame: Record<string, unknown>): Promise<Frame> =>
    new Promise((resolve, reject) => {
      if (closed) return reject(new Error('the connection to Janus is lost'));
      const transaction = String(++turn);
      const late = setTimeout(
        () => settle(transaction)?.reject(new Error('Janus does not answer')),
        patienceMs,
      );
      const done =
        <T>(tell: (value: T) => void) =>
        (value: T): void => {
          clearTimeout(late);
          tell(value);
        };
      waiting.set(transaction, { resolve: done(resolve), reject: done(reject) });
      say({ ...frame, transaction }).catch((error: unknown) => settle(transaction)?.reject(error));
    });
  const settle = (transaction = '') => {
    const found = waiting.get(transaction);
    waiting.delete(transaction);
    return found;
  };

  const timer = setInterval(() => void ask({ janus: 'keepalive' }).catch(() => socket.close()), keepAliveMs);
  socket.addEventListener('close', end);
  socket.addEventListener('message', ({ data }) => {
    const frame = JSON.parse(String(data)) as Frame;
    const { janus, transaction, sender, plugindata, jsep, error } = frame;
    if (janus === 'timeout') return socket.close();
    if (janus === 'ack') {
      // The plugin's response is still to come; for a keepalive this is the response.
      if (waiting.has(`${transaction}`) && !pluginAsked.has(`${transaction}`))
        settle(transaction)?.resolve(frame);
      return;
    }
    const refused = plugindata?.data['error_code'];
    const refusal = error
      ? refusalOf(error.code, error.reason)
      : typeof refused === 'number'
        ? refusalOf(refused, String(plugindata?.data['error']))
        : null;
    pluginAsked.delete(`${transaction}`);
    const asked = transaction === undefined ? undefined : settle(transaction);
    if (asked) return refusal ? asked.reject(refusal) : asked.resolve(frame);
    listeners.get(sender ?? 0)?.({ janus, data: plugindata?.data ?? {}, ...(jsep ? { jsep } : {}) });
  });
  /** Transactions to which the plugin sends a response after the acknowledgement. */
  const pluginAsked = new Set<string>();

  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () => reject(new Error('Janus cannot be reached')));
  }).catch((error: unknown) => {
    closed = true;
    clearInterval(timer);
    throw error;
  });
  try {
    session = (await ask({ janus: 'create' })).data?.id;
  } catch (error) {
    closed = true;
    clearInterval(timer);
    socket.close();
    throw error;
  }

  return {
    attach: async (plugin, listener) => {
      const id = (await ask({ janus: 'attach', plugin })).data?.id ?? 0;
      listeners.set(id, listener);
      return {
        message: async (body, jsep) => {
          pluginAsked.add(String(turn + 1));
          const frame = await ask({ janus: 'message', handle_id: id, body, ...(jsep ? { jsep } : {}) });
          const told = { janus: frame.janus, data: frame.plugindata?.data ?? {} };
          return frame.jsep ? { ...told, jsep: frame.jsep } : told;
        },
        candidate: (candidate) => {
          const said = candidate?.toJSON() ?? { completed: true };
          void ask({ janus: 'trickle', handle_id: id, candidate: said }).catch(noop);
        },
      };
    },
    close: () => {
      closed = true;
      clearInterval(timer);
      for (const { reject } of waiting.values()) reject(new Error('closed'));
      waiting.clear();
      // Janus then drops the session with all its handles.
      void say({ janus: 'destroy', transaction: 'end' })
        .catch(noop)
        .finally(() => socket.close());
    },
  };
};
