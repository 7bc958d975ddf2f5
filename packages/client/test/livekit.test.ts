// The LiveKit engine with a fake client that records its calls, since no real server is available. Calls and
// events are those of `livekit-client` 2.
import type { GroupCallAccess } from '@chat/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { livekit, type EngineWay, type JoinedEngine } from '../src/call-engines.ts';
import type { LiveKitEvent, LiveKitParticipant, LiveKitRoom } from '../src/group-calls/livekit.ts';

type Connect = LiveKitRoom['connect'];

/** Its client. Rooms keep what they were asked, and tell what the test says. */
const client = () => {
  const rooms: FakeRoom[] = [];
  let refuses = 0;
  class FakeRoom implements LiveKitRoom {
    asked: string[] = [];
    config: RTCConfiguration | undefined;
    remoteParticipants = new Map<string, LiveKitParticipant>();
    #listeners = new Map<LiveKitEvent, () => void>();
    constructor() {
      rooms.push(this);
    }
    localParticipant: LiveKitRoom['localParticipant'] = {
      publishTrack: async ({ id }, { source } = {}) => {
        this.asked.push(`publish ${id} as ${source}`);
        const say = (muted: boolean) => async () => {
          sent.isMuted = muted;
          this.asked.push(`${muted ? 'mute' : 'unmute'} ${id}`);
        };
        const sent = { isMuted: false, mute: say(true), unmute: say(false) };
        return sent;
      },
      unpublishTrack: async ({ id }, stop) =>
        void this.asked.push(`unpublish ${id}${stop === false ? '' : ', and stop it'}`),
    };
    connect: Connect = async (url, token, { rtcConfig } = {}) => {
      this.config = rtcConfig;
      this.asked.push(`connect ${url} ${token}`);
      if (refuses-- > 0) throw new Error('refused');
    };
    disconnect: LiveKitRoom['disconnect'] = async (stop) => {
      this.asked.push(`disconnect${stop === false ? '' : ', and stop the devices'}`);
    };
    on = (event: LiveKitEvent, listener: () => void) => this.#listeners.set(event, listener);
    tell = (event: LiveKitEvent) => this.#listeners.get(event)?.();
  }
  return { Room: FakeRoom, rooms, refuse: (times: number) => void (refuses = times) };
};

class Stream {
  #tracks: object[];
  constructor(tracks: object[] = []) {
    this.#tracks = tracks;
  }
  getTracks = () => this.#tracks;
}
const track = (id: string) => ({ id }) as MediaStreamTrack;
const talks = { microphone: true, camera: true, screen: false };

let engine: JoinedEngine;
const join = (sdk: ReturnType<typeof client>, more: Partial<EngineWay & GroupCallAccess> = {}) => {
  const told: string[] = [];
  const { iceServers = [], relayOnly = false } = more;
  engine = livekit(sdk)(
    {
      kind: 'video',
      device: 'mine',
      access: async (anew = false) => {
        told.push(anew ? 'access anew' : 'access');
        return { engine: 'livekit', url: 'wss://livekit.example', token: 'T', expiresAt: 0, iceServers };
      },
      relayOnly,
      changed: () => void told.push('changed'),
      status: (connection) => void told.push(connection),
    },
    { audio: track('voice'), video: track('face') },
    talks,
  );
  return told;
};
/** All that is under way, with the timers that are due by then. */
const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('MediaStream', Stream);
});
afterEach(() => {
  engine.close();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('a page connects with the token, publishes its tracks and mutes its microphone', async () => {
  const sdk = client();
  const told = join(sdk);
  await settle();
  const [room] = sdk.rooms;
  expect(told).toEqual(['access', 'connected']);
  expect(room?.config).toEqual({});
  expect(room?.asked.splice(0)).toEqual([
    'connect wss://livekit.example T',
    'publish voice as microphone',
    'publish face as camera',
  ]);
  const [voice, face] = [track('voice'), track('face')];
  const send = async (...given: Parameters<JoinedEngine['send']>) => {
    engine.send(...given);
    await settle();
    return room?.asked.splice(0);
  };
  const first = { audio: voice, video: face };
  // Another microphone and another camera.
  expect(await send(first, talks)).toEqual([
    'unpublish voice',
    'publish voice as microphone',
    'unpublish face',
    'publish face as camera',
  ]);
  expect(await send(first, talks)).toEqual([]);
  expect(await send(first, { ...talks, microphone: false })).toEqual(['mute voice']);
  expect(await send(first, talks)).toEqual(['unmute voice']);
  // The screen takes the place of the camera, and gives it back.
  const screen = [
    { audio: voice, video: track('screen') },
    { ...talks, camera: false, screen: true },
  ] as const;
  expect(await send(...screen)).toEqual(['unpublish face', 'publish screen as screen_share']);
  expect(await send(first, talks)).toEqual(['unpublish screen', 'publish face as camera']);
  // A change that is undone before it takes effect does nothing.
  engine.send(...screen);
  expect(await send(first, talks)).toEqual([]);
  expect(await send({ audio: voice, video: null }, { ...talks, camera: false })).toEqual(['unpublish face']);

  engine.close();
  expect(room?.asked).toEqual(['disconnect']);
  room?.tell('disconnected');
  await settle(60_000);
  expect(sdk.rooms).toHaveLength(1);
});

test('participants are those of LiveKit; their stream stays the same while its tracks do', async () => {
  const sdk = client();
  const told = join(sdk);
  await settle();
  const [room] = sdk.rooms;
  expect(engine.people()).toEqual([]);
  expect(await engine.stats()).toBeNull();
  const published = (source: string, id?: string, isMuted = false) => ({
    source,
    isMuted,
    track: id === undefined ? undefined : { mediaStreamTrack: track(id), getRTCStatsReport: report(id) },
  });
  const report = (id: string) => async () =>
    new Map([[id, { id, type: 'inbound-rtp' }]]) as unknown as RTCStatsReport;
  const says = (speaking: boolean, ...all: ReturnType<typeof published>[]) => {
    const trackPublications = new Map(all.map((each, index) => [String(index), each]));
    room?.remoteParticipants.set('theirs', { identity: 'theirs', isSpeaking: speaking, trackPublications });
    told.length = 0;
    room?.tell('trackSubscribed');
    expect(told).toEqual(['changed']);
    const [person] = engine.people();
    return person;
  };
  // Known, and not here yet.
  const coming = says(false, published('microphone'), published('camera'));
  expect(coming).toMatchObject({ device: 'theirs', shows: talks, speaking: false });
  expect(coming?.stream.getTracks()).toEqual([]);
  const here = says(true, published('microphone', 'v'), published('camera', 'c'));
  expect(here).toMatchObject({ shows: talks, speaking: true });
  expect(here?.stream.getTracks().map(({ id }) => id)).toEqual(['v', 'c']);
  const silent = says(false, published('microphone', 'v', true), published('camera', 'c'));
  expect(silent?.shows).toEqual({ ...talks, microphone: false });
  expect(silent?.stream).toBe(here?.stream);
  const showing = says(false, published('microphone', 'v'), published('screen_share', 's'));
  expect(showing?.shows).toEqual({ microphone: true, camera: false, screen: true });
  expect(showing?.stream).not.toBe(here?.stream);
  const stats = await engine.stats();
  const ids: string[] = [];
  stats?.forEach(({ id }: { id: string }) => ids.push(id));
  expect(ids).toEqual(['v', 's']);
});

test('a lost connection is resumed by LiveKit first, then retried with a new token until close', async () => {
  const sdk = client();
  const told = join(sdk);
  await settle();
  const news = () => told.splice(0);
  news();
  const [first] = sdk.rooms;
  first?.tell('reconnecting');
  first?.tell('reconnected');
  expect(news()).toEqual(['reconnecting', 'connected']);

  sdk.refuse(2);
  first?.tell('disconnected');
  expect(news()).toEqual(['reconnecting']);
  expect(first?.asked.at(-1)).toBe('disconnect');
  await settle(999);
  expect(sdk.rooms).toHaveLength(1);
  await settle(1);
  expect(news()).toEqual(['access anew', 'reconnecting']);
  await settle(2_000);
  expect(news()).toEqual(['access anew', 'reconnecting']);
  await settle(4_000);
  expect(news()).toEqual(['access anew', 'connected']);
  expect(sdk.rooms.at(-1)?.asked.slice(1)).toEqual(['publish voice as microphone', 'publish face as camera']);
  // Events of the previous connection no longer count.
  first?.tell('reconnected');
  first?.tell('disconnected');
  first?.tell('trackMuted');
  expect(news()).toEqual([]);

  engine.restart();
  await settle();
  expect(news()).toEqual(['reconnecting', 'access', 'connected']);
  expect(sdk.rooms).toHaveLength(5);
});

test('a relay-only call uses the TURN servers of the chat', async () => {
  const sdk = client();
  const iceServers = [{ urls: 'turn:turn.example', username: 'u', credential: 'c' }];
  join(sdk, { iceServers, relayOnly: true });
  await settle();
  expect(sdk.rooms[0]?.config).toEqual({ iceServers, iceTransportPolicy: 'relay' });
});
