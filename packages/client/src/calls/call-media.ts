import type { CallKind, CallSignal, IceServer } from '@chat/protocol';
import { view, type Readable } from '../state/readable.ts';
import { createInputs, type ChosenDevices, type Inputs, type Unplugged } from './media-inputs.ts';
import { createPeer, type Peer, type Trouble } from './peer-connection.ts';
import { watchQuality, type Quality } from './call-quality.ts';
import { noop } from '../platform/noop.ts';

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
  /** Why there is no connection, once that has lasted. It is still tried. */
  trouble: Trouble | null;
  /** Of the last seconds; null while nothing is known. */
  quality: Quality | null;
  /** What the other shows, once they have said so. */
  peer: Shows | null;
  /** Why a device of mine is not used: `NotAllowedError`, `NotFoundError`, … */
  problem: string | null;
  /** Devices of mine that were pulled out while they were used, each with the name of what took its place; null: nothing yet. */
  unplugged: Unplugged;
  /** Ids of the devices in use, or to be used when switched on; absent: the system's own choice. */
  chosen: ChosenDevices;
}

/** Sound and picture of the call this page is in. */
export interface CallMedia {
  readonly state: Readable<MediaState>;
  setMicrophone(on: boolean): Promise<void>;
  setCamera(on: boolean): Promise<void>;
  /** Shows the screen in place of the camera, after the browser has asked which. Ends by itself when the browser's own button is used. */
  setScreen(on: boolean): Promise<void>;
  /** Microphones, cameras and speakers there are. */
  devices(): Promise<MediaDeviceInfo[]>;
  /** Uses another microphone or camera from now on. Speakers are chosen where it is played: `setSinkId` of the element. */
  use(device: Pick<MediaDeviceInfo, 'kind' | 'deviceId'>): Promise<void>;
  /** What WebRTC says of the connection. */
  stats(): Promise<RTCStatsReport | null>;
  /**
   * Begins anew with the other, at once: another connection, servers asked for again. Room and call stay. Rejects when the other
   * cannot be told now; they are told when they, or we, are back.
   */
  restart(): Promise<void>;
  /** Gives devices and connection back. The call goes on, without this page's sound and picture. */
  close(): void;
}

/** The way to the other, as the call gives it. */
export interface CallConnection {
  kind: CallKind;
  /** The caller offers; the callee gives way when both do. */
  isCaller: boolean;
  ice(): Promise<{ iceServers: IceServer[]; relayOnly?: boolean }>;
  signal(signal: CallSignal): Promise<void>;
  /** Answers the way to stop. */
  onSignal(listener: (signal: CallSignal) => void): () => void;
  /** Called now and whenever it changes: the other's device, or null while it is away. */
  onPeer(listener: (device: string | null) => void): () => void;
}

export interface MediaOptions {
  /** Goes through TURN alone, so that the two never learn each other's address. */
  relayOnly?: boolean;
  /** Devices to begin with, where they are there. */
  devices?: ChosenDevices;
}

/** Begins to send and to receive. Resolves once the devices have been asked for, whether or not they were given. */
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

  /** What came while the servers were still asked for. */
  const early: CallSignal[] = [];
  const beginOrForget = (): void => void begin().catch(() => (device = null));

  /** The other is to begin anew, too. All they say before they have answered that is of the connection before. */
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
    // Another page: what it knows of us is nothing.
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
