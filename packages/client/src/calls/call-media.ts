import type { CallKind, CallSignal, IceServer } from '@chat/protocol';
import { view, type Readable } from '../state/readable.ts';
import { createInputs, type ChosenDevices, type Inputs, type Unplugged } from './media-inputs.ts';
import { createPeer, type Peer, type Trouble } from './peer-connection.ts';
import { watchQuality, type Quality } from './call-quality.ts';
import { noop } from '../platform/noop.ts';

/** Which of a user's sources are switched on. */
export interface Shows {
  microphone: boolean;
  camera: boolean;
  screen: boolean;
}

export interface MediaState extends Shows {
  /** The stream I send; has video while camera or screen is on. */
  local: MediaStream;
  /** The stream of the other user. */
  remote: MediaStream;
  /** connecting: not connected yet. reconnecting: the connection was lost and is being restored. */
  connection: 'connecting' | 'connected' | 'reconnecting';
  /** Why there has been no connection for a while. It is still being tried. */
  trouble: Trouble | null;
  /** Quality in the last seconds; null while unknown. */
  quality: Quality | null;
  /** The devices that the other user has switched on; null while unknown. */
  peer: Shows | null;
  /** Why a device of mine cannot be used: `NotAllowedError`, `NotFoundError`, … */
  problem: string | null;
  /** Devices that were unplugged while in use, each with the name of its replacement; null: none yet. */
  unplugged: Unplugged;
  /** The background of the camera's picture is blurred; null if this camera or browser cannot do that. */
  blur: boolean | null;
  /** Ids of the devices in use, or to be used when switched on; absent: the system's default. */
  chosen: ChosenDevices;
}

/** Audio and video of the call that this page is in. */
export interface CallMedia {
  readonly state: Readable<MediaState>;
  setMicrophone(on: boolean): Promise<void>;
  setCamera(on: boolean): Promise<void>;
  /**
   * Shares the screen instead of the camera; the browser asks which. Also ends with the browser's own button.
   */
  setScreen(on: boolean): Promise<void>;
  /** Blurs the background of the camera's picture, also of the next camera. Does nothing if `blur` is null. */
  setBlur(on: boolean): Promise<void>;
  /** Resolves to the available microphones, cameras and speakers. */
  devices(): Promise<MediaDeviceInfo[]>;
  /**
   * Switches to another microphone or camera. Speakers are chosen by `setSinkId` of the element that plays
   * the stream.
   */
  use(device: Pick<MediaDeviceInfo, 'kind' | 'deviceId'>): Promise<void>;
  /** Resolves to the WebRTC statistics of the connection. */
  stats(): Promise<RTCStatsReport | null>;
  /**
   * Replaces the connection to the other device at once, with fresh servers. The call goes on. Rejects if the
   * other device cannot be reached now; the connection is then replaced when it can.
   */
  restart(): Promise<void>;
  /** Releases devices and connection. The call goes on without this page's audio and video. */
  close(): void;
}

/** The connection to the other device that the call provides. */
export interface CallConnection {
  kind: CallKind;
  /** The caller offers; if both offer, the callee withdraws. */
  isCaller: boolean;
  ice(): Promise<{ iceServers: IceServer[]; relayOnly?: boolean }>;
  signal(signal: CallSignal): Promise<void>;
  /** Returns a function that removes the listener. */
  onSignal(listener: (signal: CallSignal) => void): () => void;
  /** Calls the listener now and on every change with the other device, or null while it is away. */
  onPeer(listener: (device: string | null) => void): () => void;
}

export interface MediaOptions {
  /** Uses TURN only, so that the two do not learn each other's address. */
  relayOnly?: boolean;
  /** Devices to start with, if available. */
  devices?: ChosenDevices;
}

/**
 * Starts sending and receiving. Resolves after the devices were requested, whether or not they were granted.
 */
export const callMedia = async (way: CallConnection, options: MediaOptions = {}): Promise<CallMedia> => {
  const remote = new MediaStream();
  let connection: MediaState['connection'] = 'connecting';
  let trouble: Trouble | null = null;
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
  const onInputsChange = (): void => {
    peer?.send(inputs.tracks());
    tellShows();
    touch();
  };
  const inputs: Inputs = createInputs(onInputsChange, options.devices);
  const state = view(
    () => [version],
    (): MediaState => ({
      ...inputs.shows(),
      local: inputs.stream,
      remote,
      connection,
      trouble,
      quality,
      peer: peerShows,
      problem: inputs.problem(),
      unplugged: inputs.unplugged(),
      blur: inputs.blur(),
      chosen: inputs.chosen(),
    }),
  );

  const tellShows = (): void => void way.signal({ shows: inputs.shows() }).catch(noop);

  const configuration = async (): Promise<RTCConfiguration> => {
    const { iceServers, relayOnly } = await way.ice();
    return {
      iceServers,
      ...(relayOnly || options.relayOnly ? { iceTransportPolicy: 'relay' } : {}),
    };
  };
  const part = (): void => {
    peer?.close();
    peer = null;
    trouble = null;
    if (connection === 'connected') connection = 'reconnecting';
    for (const track of remote.getTracks()) remote.removeTrack(track);
    touch();
  };
  let beginning = 0;
  const begin = async (): Promise<void> => {
    part();
    const mine = ++beginning;
    const found = await configuration();
    if (closed || mine !== beginning) return;
    peer = createPeer({
      isCaller: way.isCaller,
      signal: way.signal,
      configuration: found,
      renew: configuration,
      onTrack: (track) => {
        remote.addTrack(track);
        touch();
      },
      onStatus: (now, why) => {
        connection = now;
        trouble = why;
        if (now === 'connected') tellShows();
        touch();
      },
    });
    peer.send(inputs.tracks());
    for (const signal of early.splice(0)) peer.receive(signal);
    peer.begin();
  };

  /** Signals that arrived while the servers were being requested. */
  const early: CallSignal[] = [];
  const beginOrForget = (): void => void begin().catch(() => (device = null));

  /**
   * Asks the other device to start a new connection, too. Its signals before its answer belong to the old
   * one.
   */
  let asking = false;
  const ask = (): Promise<void> => {
    asking = true;
    beginning++;
    early.length = 0;
    part();
    return way.signal({ anew: 'ask' });
  };
  const answerAnew = (said: NonNullable<CallSignal['anew']>): void => {
    if (said === 'yes' && !asking) return;
    asking = false;
    early.length = 0;
    if (said === 'ask') void way.signal({ anew: 'yes' }).catch(noop);
    if (device !== null) beginOrForget();
  };

  const stopSignals = way.onSignal((signal) => {
    if (signal.anew) return answerAnew(signal.anew);
    if (signal.shows) {
      peerShows = signal.shows;
      touch();
    }
    if (asking || (signal.description === undefined && signal.candidate === undefined)) return;
    if (peer) peer.receive(signal);
    else early.push(signal);
  });

  await inputs.open(way.kind);
  const stopPeer = way.onPeer((now) => {
    if (now === null) return;
    if (now === device) return asking ? void ask().catch(noop) : peer?.onPeerBack();
    // A different page, which knows nothing of this one.
    device = now;
    asking = false;
    beginOrForget();
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
    setBlur: inputs.setBlur,
    devices: inputs.devices,
    use: inputs.use,
    stats: () => peer?.stats() ?? Promise.resolve(null),
    restart: async () => {
      if (!closed && !asking && device !== null) await ask();
    },
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
