import type { CallKind } from '@chat/protocol';
import type { Shows } from './call-media.ts';
import type { SentTracks } from './peer-connection.ts';

/** Ids of devices, as in `enumerateDevices`. */
export interface ChosenDevices {
  microphone?: string;
  camera?: string;
}

/**
 * Devices that were unplugged while in use: the name of the replacement, for some seconds; null: no
 * replacement yet.
 */
export interface Unplugged {
  microphone?: string | null;
  camera?: string | null;
}

/** Microphone, camera and screen of this page. */
export interface Inputs {
  /** The stream to send; always the same object. */
  stream: MediaStream;
  shows(): Shows;
  tracks(): SentTracks;
  problem(): string | null;
  unplugged(): Unplugged;
  /** Whether the background of the camera's picture is blurred; null if this camera or browser cannot. */
  blur(): boolean | null;
  setBlur(on: boolean): Promise<void>;
  chosen(): ChosenDevices;
  /**
   * Requests the devices for a call of this kind. Never rejects: users without a microphone can still listen.
   */
  open(kind: CallKind): Promise<void>;
  setMicrophone(on: boolean): Promise<void>;
  setCamera(on: boolean): Promise<void>;
  setScreen(on: boolean): Promise<void>;
  devices(): Promise<MediaDeviceInfo[]>;
  use(device: Pick<MediaDeviceInfo, 'kind' | 'deviceId'>): Promise<void>;
  close(): void;
}

type Source = 'microphone' | 'camera' | 'screen';

const unpluggedShownMs = 8_000;

/** Of browsers that can blur the background of a camera's picture; TypeScript does not know it yet. */
interface BlurCapability {
  backgroundBlur?: readonly boolean[];
}

const isGone = (name: string): boolean => name === 'OverconstrainedError' || name === 'NotFoundError';
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'Error');

/** `preferred`: devices to start with, if available. */
export const createInputs = (onChange: () => void, preferred: ChosenDevices = {}): Inputs => {
  const stream = new MediaStream();
  const tracksBySource: Partial<Record<Source, MediaStreamTrack>> = {};
  const chosen: ChosenDevices = { ...preferred };
  let isMuted = false;
  let wantsBlur: boolean | undefined;
  const unplugged: Unplugged = {};
  let problem: string | null = null;
  let closed = false;

  const tracks = (): SentTracks => ({
    audio: tracksBySource.microphone ?? null,
    video: tracksBySource.screen ?? tracksBySource.camera ?? null,
  });
  const settle = (): void => {
    const wanted = Object.values(tracks()).filter((each) => each !== null);
    for (const track of stream.getTracks()) if (!wanted.includes(track)) stream.removeTrack(track);
    for (const track of wanted) if (!stream.getTracks().includes(track)) stream.addTrack(track);
    if (!closed) onChange();
  };
  const put = (source: Source, track: MediaStreamTrack | undefined): void => {
    tracksBySource[source]?.stop();
    delete tracksBySource[source];
    if (source !== 'screen') delete unplugged[source];
    if (closed) return track?.stop();
    if (track) {
      tracksBySource[source] = track;
      // Unplugged, or ended by the browser's own button.
      track.addEventListener('ended', () => {
        if (tracksBySource[source] !== track) return;
        put(source, undefined);
        if (source !== 'screen') void replace(source);
      });
      if (source === 'microphone') track.enabled = !isMuted;
      // The user can also blur the background in the settings of the system.
      if (source === 'camera') track.addEventListener('configurationchange', () => !closed && onChange());
    }
    settle();
  };
  /** Resolves to null, or to the name of the error. */
  const ask = async (source: Source, request: () => Promise<MediaStream>): Promise<string | null> => {
    try {
      const [track] = (await request()).getTracks();
      problem = null;
      put(source, track);
      return null;
    } catch (error) {
      const name = nameOf(error);
      problem = name;
      // The chosen device is gone; there may be another.
      if (source !== 'screen' && isGone(name) && chosen[source] !== undefined) return fallBack(source);
      settle();
      return name;
    }
  };
  const requests = {
    microphone: () =>
      navigator.mediaDevices.getUserMedia({
        audio: { echoCancellation: true, noiseSuppression: true, ...exactly(chosen.microphone) },
      }),
    camera: () =>
      navigator.mediaDevices.getUserMedia({
        video: {
          width: { ideal: 1_280 },
          height: { ideal: 720 },
          ...(wantsBlur === undefined ? {} : { backgroundBlur: { ideal: wantsBlur } }),
          ...exactly(chosen.camera),
        } as MediaTrackConstraints,
      }),
  };
  const blurOf = (track: MediaStreamTrack | undefined): boolean | null => {
    const can = (track?.getCapabilities?.() as BlurCapability | undefined)?.backgroundBlur;
    if (!track || !can?.includes(true)) return null;
    return (track.getSettings() as { backgroundBlur?: boolean }).backgroundBlur === true;
  };
  const { microphone, camera } = requests;
  const used = (): ChosenDevices => {
    const found: ChosenDevices = {};
    for (const source of ['microphone', 'camera'] as const) {
      const id = tracksBySource[source]?.getSettings().deviceId;
      if (id !== undefined) found[source] = id;
    }
    return found;
  };
  /** Switches to the system's default device. */
  const fallBack = async (source: 'microphone' | 'camera'): Promise<string | null> => {
    delete chosen[source];
    return closed ? null : ask(source, requests[source]);
  };
  const replace = async (source: 'microphone' | 'camera'): Promise<void> => {
    const refused = await fallBack(source);
    if (closed || (refused !== null && !isGone(refused))) return;
    const track = tracksBySource[source];
    unplugged[source] = track?.label ?? null;
    onChange();
    if (!track) return;
    setTimeout(() => {
      if (tracksBySource[source] !== track) return;
      delete unplugged[source];
      if (!closed) onChange();
    }, unpluggedShownMs);
  };
  /** A device that is plugged in replaces one that was unplugged. */
  const replug = (): void => {
    for (const source of ['microphone', 'camera'] as const)
      if (unplugged[source] === null) void replace(source);
  };
  // Undefined in pages without TLS.
  const plugs = navigator.mediaDevices as MediaDevices | undefined;
  plugs?.addEventListener('devicechange', replug);

  return {
    stream,
    tracks,
    problem: () => problem,
    unplugged: () => ({ ...unplugged }),
    blur: () => blurOf(tracksBySource.camera),
    setBlur: async (on) => {
      wantsBlur = on;
      const { camera: track } = tracksBySource;
      if (blurOf(track) !== null)
        await track?.applyConstraints({
          ...track.getConstraints(),
          backgroundBlur: { exact: on },
        });
      if (!closed) onChange();
    },
    chosen: () => ({ ...chosen, ...used() }),
    shows: () => ({
      microphone: tracksBySource.microphone !== undefined && !isMuted,
      camera: tracksBySource.camera !== undefined && tracksBySource.screen === undefined,
      screen: tracksBySource.screen !== undefined,
    }),
    open: async (kind) => {
      await ask('microphone', microphone);
      if (kind === 'video') await ask('camera', camera);
    },
    setMicrophone: async (on) => {
      isMuted = !on;
      if (on && !tracksBySource.microphone) await ask('microphone', microphone);
      else {
        if (tracksBySource.microphone) tracksBySource.microphone.enabled = on;
        settle();
      }
    },
    // Releases the camera, so that its light goes out.
    setCamera: async (on) => (on ? void (await ask('camera', camera)) : put('camera', undefined)),
    setScreen: async (on) =>
      on
        ? void (await ask('screen', () => navigator.mediaDevices.getDisplayMedia({ video: true })))
        : put('screen', undefined),
    devices: () => navigator.mediaDevices.enumerateDevices(),
    use: async ({ kind, deviceId }) => {
      if (kind === 'audiooutput') return;
      const source = kind === 'audioinput' ? 'microphone' : 'camera';
      chosen[source] = deviceId;
      if (source === 'microphone' || tracksBySource.camera) await ask(source, requests[source]);
      else onChange();
    },
    close: () => {
      closed = true;
      plugs?.removeEventListener('devicechange', replug);
      for (const source of ['microphone', 'camera', 'screen'] as const) put(source, undefined);
    },
  };
};

const exactly = (deviceId: string | undefined) =>
  deviceId === undefined ? {} : { deviceId: { exact: deviceId } };
