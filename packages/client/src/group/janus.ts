import type { Shows } from '../call/call-media.ts';
import type { SentTracks } from '../call/peer.ts';
import type { EnginePerson, JoinEngine } from './engine.ts';
import { openJanus, type JanusLink } from './janus-link.ts';
import { sendToJanus, type JanusSender } from './janus-sender.ts';
import { receiveFromJanus, type Feed, type JanusReceiver } from './janus-receiver.ts';

/** Asking again after a failure, ms: at first, and at most. */
const againMs = { first: 1_000, most: 8_000 };

/** Whose it is, and what of them can be heard and seen: everybody is told, and who comes later is too. */
const displayOf = (device: string, { microphone, camera, screen }: Shows): string =>
  `${device} ${microphone ? 'm' : '-'}${camera ? 'c' : '-'}${screen ? 's' : '-'}`;

const showsIn = (display: string): Shows => {
  const [, said = ''] = display.split(' ');
  return { microphone: said[0] === 'm', camera: said[1] === 'c', screen: said[2] === 's' };
};

interface Publisher extends Feed {
  display: string;
  speaking: boolean;
}

/** A video room of Janus: one connection for what is sent, one for all that comes. */
export const joinJanus: JoinEngine = (way, firstTracks, firstShows) => {
  let tracks = firstTracks;
  let shows = firstShows;
  let link: JanusLink | null = null;
  let sender: JanusSender | null = null;
  let receiver: JanusReceiver | null = null;
  let publishers = new Map<number, Publisher>();
  let round = 0;
  let wasConnected = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  const drop = (): void => {
    round++;
    sender?.close();
    receiver?.close();
    link?.close();
    [link, sender, receiver] = [null, null, null];
    publishers = new Map();
  };
  const fail = (of: number): void => {
    if (of !== round || closed) return;
    drop();
    way.status(wasConnected ? 'reconnecting' : 'connecting');
    const inMs = Math.min(againMs.most, againMs.first * 2 ** failures++);
    clearTimeout(timer);
    timer = setTimeout(begin, inMs);
  };

  const hear = (data: Record<string, unknown>): void => {
    const { videoroom, id, display, leaving, unpublished } = data;
    for (const each of (data['publishers'] ?? []) as { id: number; display?: string; talking?: boolean }[]) {
      const known = publishers.get(each.id);
      publishers.set(each.id, {
        id: each.id,
        display: each.display ?? known?.display ?? '',
        speaking: each.talking ?? false,
      });
    }
    for (const gone of [leaving, unpublished]) if (typeof gone === 'number') publishers.delete(gone);
    const about = typeof id === 'number' ? publishers.get(id) : undefined;
    if (about && typeof display === 'string') about.display = display;
    if (about && (videoroom === 'talking' || videoroom === 'stopped-talking'))
      about.speaking = videoroom === 'talking';
    receiver?.want([...publishers.values()]);
    way.changed();
  };

  const begin = (): void => {
    const mine = ++round;
    const connect = async (): Promise<void> => {
      const { url, details = {}, iceServers } = await way.access(failures > 0);
      const lost = (): void => fail(mine);
      const opened = await openJanus(url, async () => (await way.access()).token, lost);
      if (mine !== round) return opened.close();
      link = opened;
      const configuration: RTCConfiguration = {
        iceServers,
        ...(way.relayOnly ? { iceTransportPolicy: 'relay' } : {}),
      };
      const room = Number(details['room']);
      const token = async (): Promise<string> => (await way.access()).details?.['roomToken'] ?? '';
      const connected = (): void => {
        if (mine !== round) return;
        wasConnected = true;
        failures = 0;
        way.status('connected');
      };
      const begun = await sendToJanus(opened, { configuration, connected, lost, hear });
      if (mine !== round) return begun.close();
      sender = begun;
      const joined = await begun.join(room, await token(), displayOf(way.device, shows));
      if (mine !== round) return;
      receiver = receiveFromJanus(opened, {
        configuration,
        room,
        privateId: Number(joined['private_id']),
        token,
        lost,
        changed: way.changed,
      });
      hear(joined);
      await begun.publish(tracks);
    };
    connect().catch(() => fail(mine));
  };
  begin();

  const person = ({ id, display, speaking }: Publisher): EnginePerson[] => {
    const stream = receiver?.streamOf(id);
    return stream ? [{ device: display.split(' ')[0] ?? '', stream, shows: showsIn(display), speaking }] : [];
  };
  return {
    // The latest of a device: the one before may not yet be known to be gone.
    people: () => [...publishers.values()].toReversed().flatMap(person),
    send: (nowTracks: SentTracks, nowShows: Shows) => {
      const before = displayOf(way.device, shows);
      [tracks, shows] = [nowTracks, nowShows];
      sender?.send(tracks);
      const display = displayOf(way.device, shows);
      if (display !== before) sender?.call(display);
    },
    restart: () => {
      failures = 0;
      clearTimeout(timer);
      drop();
      way.status(wasConnected ? 'reconnecting' : 'connecting');
      begin();
    },
    stats: async () => (await receiver?.stats()) ?? null,
    close: () => {
      closed = true;
      clearTimeout(timer);
      drop();
    },
  };
};
