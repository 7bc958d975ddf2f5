import type { CallKind, GroupCallAccess, GroupCallSeat } from '@chat/protocol';
import type { CallMedia, MediaState, Shows } from '../calls/call-media.ts';
import { createInputs, type ChosenDevices } from '../calls/media-inputs.ts';
import { watchQuality, type Quality } from '../calls/call-quality.ts';
import { view, type Readable, type Stop } from '../state/readable.ts';
import { callEngine, type JoinedEngine } from './engine.ts';

/** Another participant of the call. */
export interface GroupPerson {
  userId: string;
  name: string;
  avatarUrl?: string;
  device: string;
  /** Their stream; null until it arrives. */
  stream: MediaStream | null;
  shows: Shows | null;
  speaking: boolean;
}

export interface GroupMediaState
  extends Pick<MediaState, 'local' | 'connection' | 'problem' | 'unplugged' | 'blur' | 'chosen'>, Shows {
  /** The other participants, in the order in which they joined. */
  people: readonly GroupPerson[];
  /** Quality of what is received, in the last seconds; null while unknown. */
  quality: Quality | null;
  /** There has been no connection for a while. It is still being tried. */
  trouble: boolean;
}

/** Audio and video of the group call that this page is in. */
export interface GroupMedia extends Pick<
  CallMedia,
  'setMicrophone' | 'setCamera' | 'setScreen' | 'setBlur' | 'devices' | 'use' | 'restart' | 'close'
> {
  readonly state: Readable<GroupMediaState>;
  /** Resolves to the WebRTC statistics of what is received. */
  stats(): Promise<RTCStatsReport | null>;
}

export interface GroupMediaOptions {
  /** Uses TURN only. */
  relayOnly?: boolean;
  /** Devices to start with, if available. */
  devices?: ChosenDevices;
}

/** The parts of a call that its media use. */
export interface GroupCallConnection {
  kind: CallKind;
  device: string;
  seats(): readonly GroupCallSeat[];
  onSeats(listener: () => void): Stop;
  access(anew?: boolean): Promise<GroupCallAccess>;
}

const troubleMs = 10_000;

/**
 * Starts sending and receiving. Resolves after the devices were requested, whether or not they were granted.
 */
export const groupMedia = async (
  way: GroupCallConnection,
  options: GroupMediaOptions = {},
): Promise<GroupMedia> => {
  let engine: JoinedEngine | null = null;
  let connection: MediaState['connection'] = 'connecting';
  let trouble = false;
  let quality: Quality | null = null;
  let version = 0;
  let closed = false;

  const touch = (): void => {
    version++;
    state.touch();
  };
  const inputs = createInputs(() => {
    engine?.send(inputs.tracks(), inputs.shows());
    touch();
  }, options.devices);

  const people = (): GroupPerson[] =>
    way.seats().flatMap(({ userId, name, avatarUrl, device }) => {
      if (device === way.device) return [];
      const found = engine?.people().find((each) => each.device === device);
      return {
        userId,
        name,
        ...(avatarUrl === undefined ? {} : { avatarUrl }),
        device,
        stream: found?.stream ?? null,
        shows: found?.shows ?? null,
        speaking: found?.speaking ?? false,
      };
    });
  const state = view(
    () => [version],
    (): GroupMediaState => ({
      ...inputs.shows(),
      local: inputs.stream,
      connection,
      trouble,
      quality,
      problem: inputs.problem(),
      unplugged: inputs.unplugged(),
      blur: inputs.blur(),
      chosen: inputs.chosen(),
      people: people(),
    }),
  );

  let timer: ReturnType<typeof setTimeout> | undefined;
  const status = (now: MediaState['connection']): void => {
    connection = now;
    if (now === 'connected') {
      clearTimeout(timer);
      timer = undefined;
      trouble = false;
    } else
      timer ??= setTimeout(() => {
        trouble = true;
        touch();
      }, troubleMs);
    touch();
  };
  status('connecting');

  const stopSeats = way.onSeats(touch);
  const stopQuality = watchQuality(
    async () => (await engine?.stats()) ?? null,
    (now) => {
      quality = now;
      touch();
    },
  );
  const close = (): void => {
    closed = true;
    clearTimeout(timer);
    stopSeats();
    stopQuality();
    engine?.close();
    inputs.close();
  };

  try {
    await inputs.open(way.kind);
    const { engine: name, relayOnly = false } = await way.access();
    const join = await callEngine(name);
    if (!closed)
      engine = join(
        {
          kind: way.kind,
          device: way.device,
          access: way.access,
          relayOnly: relayOnly || options.relayOnly === true,
          changed: touch,
          status,
        },
        inputs.tracks(),
        inputs.shows(),
      );
  } catch (error) {
    close();
    throw error;
  }

  return {
    state: { get: state.get, subscribe: state.subscribe },
    setMicrophone: inputs.setMicrophone,
    setCamera: inputs.setCamera,
    setScreen: inputs.setScreen,
    setBlur: inputs.setBlur,
    devices: inputs.devices,
    use: inputs.use,
    restart: async () => engine?.restart(),
    stats: async () => (await engine?.stats()) ?? null,
    close,
  };
};
