import type { JanusHandle, JanusLink, JanusEvent } from './janus-link.ts';
import { videoRoom } from './janus-sender.ts';

/** A participant who sends. */
export interface Feed {
  id: number;
}

/** Everything received from the others, over one connection. */
export interface JanusReceiver {
  /** Sets the feeds to receive. */
  want(feeds: readonly Feed[]): void;
  /** Returns the stream of a feed; the same object while its tracks are the same. */
  streamOf(feed: number): MediaStream | null;
  stats(): Promise<RTCStatsReport>;
  close(): void;
}

interface ReceiverDeps {
  configuration: RTCConfiguration;
  room: number;
  /** From the response to joining the room. */
  privateId: number;
  /** Resolves to the token of the room. */
  token(): Promise<string>;
  onLost(): void;
  onChange(): void;
}

interface StreamInfo {
  mid: string;
  active?: boolean;
  feed_id?: number;
}

export const receiveFromJanus = (
  link: JanusLink,
  { configuration, room, privateId, token, onLost, onChange }: ReceiverDeps,
): JanusReceiver => {
  const connection = new RTCPeerConnection(configuration);
  const streams = new Map<number, MediaStream>();
  let wanted: readonly Feed[] = [];
  /** What Janus was asked for. */
  const asked = new Set<number>();
  let handle: JanusHandle | null = null;
  let joined = false;
  let closed = false;
  let work: Promise<unknown> = Promise.resolve();

  /**
   * Runs negotiations in sequence. If one fails, for example because the participant has left, everything
   * reconnects.
   */
  const inTurn = (task: () => Promise<void>): void => {
    work = work.then(() => (closed ? undefined : task())).catch(() => (closed ? undefined : onLost()));
  };

  connection.onconnectionstatechange = () => {
    if (connection.connectionState === 'failed') onLost();
  };
  connection.onicecandidate = ({ candidate }) => handle?.candidate(candidate);

  const put = (told: readonly StreamInfo[]): void => {
    const tracks = new Map<number, MediaStreamTrack[]>();
    for (const { mid, active, feed_id: feed } of told) {
      const found = connection.getTransceivers().find((each) => each.mid === mid);
      if (active === false || feed === undefined || !found) continue;
      tracks.set(feed, [...(tracks.get(feed) ?? []), found.receiver.track]);
    }
    for (const feed of streams.keys()) if (!tracks.has(feed)) streams.delete(feed);
    for (const [feed, list] of tracks) {
      const before = streams.get(feed)?.getTracks() ?? [];
      const isSame = before.length === list.length && list.every((track) => before.includes(track));
      if (!isSame) streams.set(feed, new MediaStream(list));
    }
    onChange();
  };
  const take = async ({ data, jsep }: JanusEvent): Promise<void> => {
    if (jsep) {
      await connection.setRemoteDescription(jsep);
      await connection.setLocalDescription();
    }
    const told = data['streams'];
    if (Array.isArray(told)) put(told as StreamInfo[]);
    const { localDescription: answer } = connection;
    if (!jsep || !answer) return;
    await handle?.message({ request: 'start' }, { type: answer.type, sdp: answer.sdp });
  };

  const settle = async (): Promise<void> => {
    const ids = wanted.map(({ id }) => id);
    const subscribe = ids.filter((id) => !asked.has(id)).map((feed) => ({ feed }));
    const unsubscribe = [...asked].filter((id) => !ids.includes(id)).map((feed) => ({ feed }));
    if (subscribe.length + unsubscribe.length === 0) return;
    for (const { feed } of unsubscribe) asked.delete(feed);
    for (const { feed } of subscribe) asked.add(feed);
    // Janus also sends events here about participants who left.
    handle ??= await link.attach(videoRoom, (told) => {
      if (told.janus === 'hangup') onLost();
      else if (told.janus === 'event') inTurn(() => take(told));
    });
    if (!joined) {
      if (subscribe.length === 0) return;
      const about = {
        request: 'join',
        ptype: 'subscriber',
        room,
        private_id: privateId,
        token: await token(),
      };
      await take(await handle.message({ ...about, streams: subscribe }));
      joined = true;
      return;
    }
    await take(
      await handle.message({
        request: 'update',
        ...(subscribe.length > 0 ? { subscribe } : {}),
        ...(unsubscribe.length > 0 ? { unsubscribe } : {}),
      }),
    );
  };

  return {
    want: (feeds) => {
      wanted = feeds;
      inTurn(settle);
    },
    streamOf: (feed) => streams.get(feed) ?? null,
    stats: () => connection.getStats(),
    close: () => {
      closed = true;
      connection.onconnectionstatechange = null;
      connection.close();
    },
  };
};
