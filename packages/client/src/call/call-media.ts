import type { CallKind, CallSignal, IceServer } from '@chat/protocol';
import { view, type Readable } from '../readable.ts';
import { createInputs, type Inputs } from './inputs.ts';
import { createPeer, type Peer } from './peer.ts';
import { watchQuality, type Quality } from './quality.ts';

/** What of somebody can be heard and seen. */
export interface Shows {
  microphone: boolean;
  camera: boolean;
  screen: boolean;
}

export interface MediaState extends Shows {
  /** What I send: my picture is in it while camera or screen is on. */
  local: MediaStream;
  /** What comes from the other. */
  remote: MediaStream;
  /** connecting: not yet through. reconnecting: was through, and tries again by itself. */
  connection: 'connecting' | 'connected' | 'reconnecting';
  /** Of the last seconds; null while nothing is known. */
  quality: Quality | null;
  /** What the other shows, once they have said so. */
  peer: Shows | null;
  /** Why a device of mine is not used: `NotAllowedError`, `NotFoundError`, … */
  problem: string | null;
}

/** Sound and picture of the call this page is in. */
export interface CallMedia {
  readonly state: Readable<MediaState>;
  setMicrophone(on: boolean): Promise<void>;
  setCamera(on: boolean): Promise<void>;
  /** Shows the screen in place of the camera, after the browser has asked which. Ends by itself when the browser's own button is used. */
  setScreen(on: boolean): Promise<void>;
  /** Microphones and cameras there are. */
  devices(): Promise<MediaDeviceInfo[]>;
  /** Uses another microphone or camera from now on. */
  use(device: Pick<MediaDeviceInfo, 'kind' | 'deviceId'>): Promise<void>;
  /** What WebRTC says of the connection. */
  stats(): Promise<RTCStatsReport | null>;
  /** Gives devices and connection back. The call goes on, without this page's sound and picture. */
  close(): void;
}

/** The way to the other, as the call gives it. */
export interface CallWay {
  kind: CallKind;
  /** The caller offers; the callee gives way when both do. */
  isCaller: boolean;
  ice(): Promise<{ iceServers: IceServer[] }>;
  signal(signal: CallSignal): Promise<void>;
  /** Answers the way to stop. */
  onSignal(listener: (signal: CallSignal) => void): () => void;
  /** Called now and whenever it changes: the other's device, or null while it is away. */
  onPeer(listener: (device: string | null) => void): () => void;
}

export interface MediaOptions {
  /** Goes through TURN alone, so that the two never learn each other's address. */
  relayOnly?: boolean;
}

/** Begins to send and to receive. Resolves once the devices have been asked for, whether or not they were given. */
export const callMedia = async (way: CallWay, options: MediaOptions = {}): Promise<CallMedia> => {
  const remote = new MediaStream();
  let connection: MediaState['connection'] = 'connecting';
  let quality: Quality | null = null;
  let peerShows: Shows | null = null;
  let peer: Peer | null = null;
  let device: string | null = null;
  let closed = false;
  let version = 0;

  const touch = (): void => {
    version++;
    state.touch();
  };
  const changed = (): void => {
    peer?.send(inputs.tracks());
    tellShows();
    touch();
  };
  const inputs: Inputs = createInputs(changed);
  const state = view(
    () => [version],
    (): MediaState => ({
      ...inputs.shows(),
      local: inputs.stream,
      remote,
      connection,
      quality,
      peer: peerShows,
      problem: inputs.problem(),
    }),
  );

  const tellShows = (): void => void way.signal({ shows: inputs.shows() }).catch(() => {});

  const begin = async (): Promise<void> => {
    peer?.close();
    peer = null;
    for (const track of remote.getTracks()) remote.removeTrack(track);
    const mine = device;
    const { iceServers } = await way.ice();
    if (closed || mine !== device) return;
    peer = createPeer({
      isCaller: way.isCaller,
      signal: way.signal,
      configuration: { iceServers, ...(options.relayOnly ? { iceTransportPolicy: 'relay' } : {}) },
      track: (track) => {
        remote.addTrack(track);
        touch();
      },
      status: (now) => {
        connection = now;
        if (now === 'connected') tellShows();
        touch();
      },
    });
    peer.send(inputs.tracks());
    for (const signal of early.splice(0)) peer.receive(signal);
    peer.begin();
  };

  /** What came while the servers were still asked for. */
  const early: CallSignal[] = [];
  const stopSignals = way.onSignal((signal) => {
    if (signal.shows) {
      peerShows = signal.shows;
      touch();
    }
    if (signal.description === undefined && signal.candidate === undefined) return;
    if (peer) peer.receive(signal);
    else early.push(signal);
  });

  await inputs.open(way.kind);
  const stopPeer = way.onPeer((now) => {
    if (now === null) return;
    if (now === device) return peer?.again();
    // Another page: what it knows of us is nothing.
    device = now;
    connection = connection === 'connected' ? 'reconnecting' : connection;
    void begin().catch(() => (device = null));
    touch();
  });
  const stopQuality = watchQuality(
    () => peer?.stats() ?? Promise.resolve(null),
    (now) => {
      quality = now;
      touch();
    },
  );

  return {
    state,
    setMicrophone: inputs.setMicrophone,
    setCamera: inputs.setCamera,
    setScreen: inputs.setScreen,
    devices: inputs.devices,
    use: inputs.use,
    stats: () => peer?.stats() ?? Promise.resolve(null),
    close: () => {
      closed = true;
      stopSignals();
      stopPeer();
      stopQuality();
      inputs.close();
      peer?.close();
      peer = null;
    },
  };
};
