import type { Shows } from '../calls/call-media.ts';
import type { SentTracks } from '../calls/peer-connection.ts';
import { keepConnected } from './reconnect.ts';
import type { EnginePerson, JoinEngine } from './engine.ts';
import { openJanus, type JanusLink } from './janus-link.ts';
import { sendToJanus, type JanusSender } from './janus-sender.ts';
import { receiveFromJanus, type Feed, type JanusReceiver } from './janus-receiver.ts';

/**
 * Device and switched-on sources as display text, which Janus sends to all participants, also to those who
 * join later.
 */
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

/** Joins a video room of Janus: with one connection for sending and one for receiving. */
export const joinJanus: JoinEngine = (way, firstTracks, firstShows) => {
  let tracks = firstTracks;
  let shows = firstShows;
  let link: JanusLink | null = null;
  let sender: JanusSender | null = null;
  let receiver: JanusReceiver | null = null;
  let publishers = new Map<number, Publisher>();

  const drop = (): void => {
    sender?.close();
    receiver?.close();
    link?.close();
    [link, sender, receiver] = [null, null, null];
    publishers = new Map();
  };

  const onEvent = (data: Record<string, unknown>): void => {
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

  const connection = keepConnected(way.status, drop, async ({ isCurrent, isRetry, onConnected, onLost }) => {
    const { url, details = {}, iceServers } = await way.access(isRetry);
    const opened = await openJanus(url, async () => (await way.access()).token, onLost);
    if (!isCurrent()) return opened.close();
    link = opened;
    const configuration: RTCConfiguration = {
      iceServers,
      ...(way.relayOnly ? { iceTransportPolicy: 'relay' } : {}),
    };
    const room = Number(details['room']);
    const token = async (): Promise<string> => (await way.access()).details?.['roomToken'] ?? '';
    const begun = await sendToJanus(opened, {
      configuration,
      onConnected,
      onLost,
      onEvent,
    });
    if (!isCurrent()) return begun.close();
    sender = begun;
    const joined = await begun.join(room, await token(), displayOf(way.device, shows));
    if (!isCurrent()) return;
    receiver = receiveFromJanus(opened, {
      configuration,
      room,
      privateId: Number(joined['private_id']),
      token,
      onLost,
      onChange: way.changed,
    });
    onEvent(joined);
    await begun.publish(tracks);
  });

  const person = ({ id, display, speaking }: Publisher): EnginePerson[] => {
    const stream = receiver?.streamOf(id);
    return stream ? [{ device: display.split(' ')[0] ?? '', stream, shows: showsIn(display), speaking }] : [];
  };
  return {
    // Newest first: the previous connection of a device may not be gone yet.
    people: () => [...publishers.values()].toReversed().flatMap(person),
    send: (nowTracks: SentTracks, nowShows: Shows) => {
      const before = displayOf(way.device, shows);
      [tracks, shows] = [nowTracks, nowShows];
      sender?.send(tracks);
      const display = displayOf(way.device, shows);
      if (display !== before) sender?.setDisplay(display);
    },
    restart: connection.restart,
    stats: async () => (await receiver?.stats()) ?? null,
    close: connection.close,
  };
};
