import type { Shows } from '../calls/call-media.ts';
import type { SentTracks } from '../calls/peer-connection.ts';
import { keepConnected } from './reconnect.ts';
import type { EnginePerson, JoinEngine } from './engine.ts';
import { noop } from '../platform/noop.ts';

/** The part of the module `livekit-client`, version 2, that is used here. */
export interface LiveKitClient {
  Room: new (options?: { dynacast?: boolean; stopLocalTrackOnUnpublish?: boolean }) => LiveKitRoom;
}

export interface LiveKitRoom {
  readonly remoteParticipants: ReadonlyMap<string, LiveKitParticipant>;
  readonly localParticipant: {
    publishTrack(track: MediaStreamTrack, options?: { source?: string }): Promise<LiveKitSent>;
    unpublishTrack(track: MediaStreamTrack, stopOnUnpublish?: boolean): Promise<unknown>;
  };
  connect(url: string, token: string, options?: { rtcConfig?: RTCConfiguration }): Promise<void>;
  disconnect(stopTracks?: boolean): Promise<void>;
  on(event: LiveKitEvent, listener: () => void): unknown;
}

export interface LiveKitParticipant {
  readonly identity: string;
  readonly isSpeaking: boolean;
  readonly trackPublications: ReadonlyMap<
    string,
    {
      readonly source: string;
      readonly isMuted: boolean;
      readonly track?:
        | {
            readonly mediaStreamTrack: MediaStreamTrack;
            getRTCStatsReport(): Promise<RTCStatsReport | undefined>;
          }
        | undefined;
    }
  >;
}

/** A published track of mine. */
export interface LiveKitSent {
  readonly isMuted: boolean;
  mute(): Promise<unknown>;
  unmute(): Promise<unknown>;
}

/** Events about other participants. */
const news = [
  'participantConnected',
  'participantDisconnected',
  'trackSubscribed',
  'trackUnsubscribed',
  'trackMuted',
  'trackUnmuted',
  'activeSpeakersChanged',
] as const;

export type LiveKitEvent = (typeof news)[number] | 'reconnecting' | 'reconnected' | 'disconnected';

/** The stream of a participant, and the ids of its tracks. */
interface ParticipantStream {
  ids: string;
  stream: MediaStream;
}

/**
 * Uses LiveKit's own client, which the page provides: `addCallEngine('livekit', livekit(await
 * import('livekit-client')))`.
 */
export const livekit =
  ({ Room }: LiveKitClient): JoinEngine =>
  (way, firstTracks, firstShows) => {
    let tracks = firstTracks;
    let shows = firstShows;
    let room: LiveKitRoom | null = null;
    let level = noop;
    const streams = new Map<string, ParticipantStream>();

    const drop = (): void => {
      // It must not stop the devices.
      room?.disconnect(false).catch(noop);
      room = null;
      level = noop;
      streams.clear();
    };

    /** Publishes and unpublishes until LiveKit has the tracks to send, one change after the other. */
    const levelling = (to: LiveKitRoom, failed: () => void) => {
      const sent = new Map<string, { track: MediaStreamTrack; source: string; publication: LiveKitSent }>();
      const put = async (kind: string, track: MediaStreamTrack | null, source: string): Promise<void> => {
        const has = sent.get(kind);
        if (has && (has.track !== track || has.source !== source)) {
          sent.delete(kind);
          await to.localParticipant.unpublishTrack(has.track, false);
        }
        if (!track || sent.has(kind)) return;
        const publication = await to.localParticipant.publishTrack(track, { source });
        sent.set(kind, { track, source, publication });
      };
      const once = async (): Promise<void> => {
        await put('audio', tracks.audio, 'microphone');
        await put('video', tracks.video, shows.screen ? 'screen_share' : 'camera');
        const voice = sent.get('audio')?.publication;
        // Others see that the microphone is off only if the track is muted.
        if (voice?.isMuted === shows.microphone) await (shows.microphone ? voice.unmute() : voice.mute());
      };
      let work: Promise<void> = Promise.resolve();
      return (): void => {
        work = work.then(() => (room === to ? once() : undefined)).catch(failed);
      };
    };

    const connection = keepConnected(
      way.status,
      drop,
      async ({ isCurrent, isRetry, onConnected, onLost }) => {
        const { url, token, iceServers } = await way.access(isRetry);
        if (!isCurrent()) return;
        const opened = new Room({ dynacast: true, stopLocalTrackOnUnpublish: false });
        room = opened;
        for (const event of news) opened.on(event, () => isCurrent() && way.changed());
        opened.on('reconnecting', () => isCurrent() && way.status('reconnecting'));
        opened.on('reconnected', onConnected);
        opened.on('disconnected', onLost);
        // Without configured servers it uses those of LiveKit.
        const rtcConfig: RTCConfiguration = {
          ...(iceServers.length > 0 ? { iceServers } : {}),
          ...(way.relayOnly ? { iceTransportPolicy: 'relay' } : {}),
        };
        await opened.connect(url, token, { rtcConfig });
        if (!isCurrent()) return;
        level = levelling(opened, onLost);
        level();
        onConnected();
      },
    );

    const streamOf = ({ identity, trackPublications }: LiveKitParticipant): MediaStream => {
      const held = [...trackPublications.values()].flatMap(({ track }) => track?.mediaStreamTrack ?? []);
      const ids = held.map(({ id }) => id).join(' ');
      const known = streams.get(identity);
      if (known?.ids === ids) return known.stream;
      const stream = new MediaStream(held);
      streams.set(identity, { ids, stream });
      return stream;
    };
    const person = (of: LiveKitParticipant): EnginePerson => {
      const publications = [...of.trackPublications.values()];
      const has = (source: string) => publications.some((each) => each.source === source && !each.isMuted);
      return {
        device: of.identity,
        stream: streamOf(of),
        shows: { microphone: has('microphone'), camera: has('camera'), screen: has('screen_share') },
        speaking: of.isSpeaking,
      };
    };

    return {
      people: () => [...(room?.remoteParticipants.values() ?? [])].map(person),
      send: (nowTracks: SentTracks, nowShows: Shows) => {
        [tracks, shows] = [nowTracks, nowShows];
        level();
      },
      restart: connection.restart,
      stats: async () => {
        const all = new Map<string, unknown>();
        const participants = [...(room?.remoteParticipants.values() ?? [])];
        for (const { track } of participants.flatMap((each) => [...each.trackPublications.values()]))
          (await track?.getRTCStatsReport())?.forEach((entry: { id: string }) => all.set(entry.id, entry));
        return all.size === 0 ? null : all;
      },
      close: connection.close,
    };
  };
