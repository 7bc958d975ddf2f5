import type { CallKind } from '@chat/protocol';
import type { Shows } from './call-media.ts';
import type { SentTracks } from './peer.ts';

/** Microphone, camera and screen of this page. */
export interface Inputs {
  /** What is sent. The same stream all along. */
  stream: MediaStream;
  shows(): Shows;
  tracks(): SentTracks;
  problem(): string | null;
  /** Asks for what a call of this kind begins with. Never rejects: who has no microphone can still listen. */
  open(kind: CallKind): Promise<void>;
  setMicrophone(on: boolean): Promise<void>;
  setCamera(on: boolean): Promise<void>;
  setScreen(on: boolean): Promise<void>;
  devices(): Promise<MediaDeviceInfo[]>;
  use(device: Pick<MediaDeviceInfo, 'kind' | 'deviceId'>): Promise<void>;
  close(): void;
}

type Source = 'microphone' | 'camera' | 'screen';

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'Error');

export const createInputs = (changed: () => void): Inputs => {
  const stream = new MediaStream();
  const held: Partial<Record<Source, MediaStreamTrack>> = {};
  const chosen: { audio?: string; video?: string } = {};
  let muted = false;
  let problem: string | null = null;
  let closed = false;

  const tracks = (): SentTracks => ({
    audio: held.microphone ?? null,
    video: held.screen ?? held.camera ?? null,
  });
  const settle = (): void => {
    const wanted = Object.values(tracks()).filter((each) => each !== null);
    for (const track of stream.getTracks()) if (!wanted.includes(track)) stream.removeTrack(track);
    for (const track of wanted) if (!stream.getTracks().includes(track)) stream.addTrack(track);
    if (!closed) changed();
  };
  const put = (source: Source, track: MediaStreamTrack | undefined): void => {
    held[source]?.stop();
    delete held[source];
    if (closed) return track?.stop();
    if (track) {
      held[source] = track;
      // Pulled out, or ended by the browser's own button.
      track.addEventListener('ended', () => {
        if (held[source] === track) put(source, undefined);
      });
      if (source === 'microphone') track.enabled = !muted;
    }
    settle();
  };
  const ask = async (source: Source, request: () => Promise<MediaStream>): Promise<void> => {
    try {
      const [track] = (await request()).getTracks();
      problem = null;
      put(source, track);
    } catch (error) {
      problem = nameOf(error);
      settle();
    }
  };
  const exact = (deviceId: string | undefined) =>
    deviceId === undefined ? {} : { deviceId: { exact: deviceId } };
  const microphone = () =>
    navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, ...exact(chosen.audio) } });
  const camera = () =>
    navigator.mediaDevices.getUserMedia({
      video: { width: { ideal: 1_280 }, height: { ideal: 720 }, ...exact(chosen.video) },
    });

  return {
    stream,
    tracks,
    problem: () => problem,
    shows: () => ({
      microphone: held.microphone !== undefined && !muted,
      camera: held.camera !== undefined && held.screen === undefined,
      screen: held.screen !== undefined,
    }),
    open: async (kind) => {
      await ask('microphone', microphone);
      if (kind === 'video') await ask('camera', camera);
    },
    setMicrophone: async (on) => {
      muted = !on;
      if (on && !held.microphone) return ask('microphone', microphone);
      if (held.microphone) held.microphone.enabled = on;
      settle();
    },
    // Off is off: the light goes out.
    setCamera: async (on) => (on ? ask('camera', camera) : put('camera', undefined)),
    setScreen: async (on) =>
      on
        ? ask('screen', () => navigator.mediaDevices.getDisplayMedia({ video: true }))
        : put('screen', undefined),
    devices: async () =>
      (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind !== 'audiooutput'),
    use: async ({ kind, deviceId }) => {
      if (kind === 'audioinput') {
        chosen.audio = deviceId;
        return ask('microphone', microphone);
      }
      chosen.video = deviceId;
      return held.camera ? ask('camera', camera) : undefined;
    },
    close: () => {
      closed = true;
      for (const source of ['microphone', 'camera', 'screen'] as const) put(source, undefined);
    },
  };
};
