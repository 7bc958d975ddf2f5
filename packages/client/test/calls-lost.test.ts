// A call ends the same way for both users, even if a response, a connection or the server is lost.
import { ChatError } from '@chat/protocol';
import { memoryStorage, type ChatServerOptions, type ChatStorage } from '@chat/server';
import type { ChatRoom } from '@chat/client';
import { afterEach, expect, test, vi } from 'vitest';
import { eventually, withServer, type Rig } from './with-server.ts';

let rig: Rig;
afterEach(async () => {
  vi.unstubAllGlobals();
  await rig.close();
});

const authenticate = ({ name = '' }) => ({ id: name.toLowerCase(), name });

/** Ana and Bea in one room, on a server whose store outlives it. */
const inRoom = async (options: ChatServerOptions = {}) => {
  rig = await withServer({
    storage: memoryStorage(),
    authenticate,
    ...options,
    limits: { callGraceMs: 30_000, ...options.limits },
  });
  const [ana, bea] = [enter('Ana'), enter('Bea')];
  for (const { room } of [ana, bea]) await room.join();
  return { ana, bea };
};
const enter = (name: string) => {
  const client = rig.client({ name, storage: false });
  return { client, room: client.room('cita') };
};
type Person = ReturnType<typeof enter>;

const rings = (room: ChatRoom) => eventually(() => expect(room.calls.get()?.call.state).toBe('ringing'));
const calling = async (ana: Person, bea: Person) => {
  const call = await ana.room.calls.start('audio');
  await rings(bea.room);
  await bea.room.calls.accept();
  await eventually(() => expect(ana.room.calls.get()?.call.state).toBe('active'));
  return call;
};
/** Both are in it with a device that is connected. */
const goesOn = (...people: Person[]) =>
  eventually(() => {
    for (const { room } of people) {
      const own = room.calls.get();
      expect([own?.here, own?.call.state]).toEqual([true, 'active']);
      for (const party of [own?.call.caller, own?.call.callee]) {
        expect(party?.device).toBeDefined();
        expect(party?.away).toBeUndefined();
      }
    }
  });
/** Both say the same of it, and so does its line. */
const endsAs = async (outcome: string, ...people: Person[]) => {
  for (const { room } of people)
    await eventually(() =>
      expect([room.calls.get()?.call.outcome, room.messages.get().items.at(-1)?.call?.outcome]).toEqual([
        outcome,
        outcome,
      ]),
    );
};

/** A store that does something once, right after a change of this kind was committed. */
const afterCommit = (kind: string, act: () => void): ChatStorage => {
  const storage = memoryStorage();
  const { commit } = storage.timeline;
  let done = false;
  storage.timeline.commit = async (roomId, changes) => {
    const committed = await commit(roomId, changes);
    if (!done && changes.some((change) => change.kind === kind)) {
      done = true;
      act();
    }
    return committed;
  };
  return storage;
};
const cutAll = () => rig.chat.io.disconnectSockets(true);

test('hanging up without a server ends the call at once, and for the other user on reconnect', async () => {
  const { ana, bea } = await inRoom();
  await calling(ana, bea);
  await rig.stop();
  expect((await ana.room.calls.hangup()).state).toBe('ended');
  expect(ana.room.calls.get()?.call.state).toBe('ended');
  expect(ana.client.calls.get()).toEqual([]);
  await rig.start();
  await endsAs('completed', ana, bea);
});

test('cancelling without a server stops the ringing', async () => {
  const { ana, bea } = await inRoom();
  await ana.room.calls.start('audio');
  await rings(bea.room);
  await rig.stop();
  expect((await ana.room.calls.hangup()).state).toBe('ended');
  await rig.start();
  await endsAs('cancelled', ana, bea);
});

test('a hangup that the server cannot store yet is sent again', async () => {
  let refusals = 2;
  const { ana, bea } = await inRoom({
    hooks: {
      'before:call:hangup': () => {
        if (refusals-- > 0) throw new ChatError('storage_full', 'the disk is full');
      },
    },
  });
  await calling(ana, bea);
  await ana.room.calls.hangup();
  expect(ana.room.calls.get()?.call.state).toBe('ended');
  await endsAs('completed', ana, bea);
});

test.each(['call:list', 'call:join'] as const)(
  'a user who reconnects while %s fails still resumes the call',
  async (command) => {
    let refusals = 0;
    const { ana, bea } = await inRoom({
      hooks: {
        [`before:${command}`]: () => {
          if (refusals-- > 0) throw new ChatError('internal', 'the store is away');
        },
      },
    });
    await calling(ana, bea);
    const away = vi.fn<() => void>();
    bea.room.calls.subscribe((own) => own?.call.caller.away && away());
    refusals = 2;
    rig.chat.revoke('ana');
    await eventually(() => expect(away).toHaveBeenCalled());
    await goesOn(ana, bea);
    await ana.room.calls.hangup();
    await endsAs('completed', ana, bea);
  },
);

test('a user who was offline when the call ended learns the outcome', async () => {
  let holds = false;
  const { ana, bea } = await inRoom({
    authenticate: (request) => {
      if (holds && request.name === 'Ana') throw new ChatError('overloaded', 'later', { retryAfterMs: 50 });
      return authenticate(request);
    },
  });
  await calling(ana, bea);
  holds = true;
  rig.chat.revoke('ana');
  await eventually(() => expect(bea.room.calls.get()?.call.caller.away).toBe(true));
  await bea.room.calls.hangup();
  holds = false;
  await endsAs('completed', ana, bea);
});

test.each(['the connection', 'the server'])(
  'accepting a call works even if its confirmation is lost with %s',
  async (what) => {
    let stopped: Promise<void> | undefined;
    const crash = () => {
      cutAll();
      if (what === 'the server') stopped = rig.stop();
    };
    const { ana, bea } = await inRoom({ storage: afterCommit('answer-call', crash) });
    await ana.room.calls.start('audio');
    await rings(bea.room);
    await expect(bea.room.calls.accept()).rejects.toMatchObject({ code: 'disconnected' });
    await stopped;
    if (stopped) await rig.start();
    await goesOn(ana, bea);
    await bea.room.calls.hangup();
    await endsAs('completed', ana, bea);
  },
);

test.each(['the connection', 'the server'])(
  'a call rings and can be accepted even if its confirmation is lost with %s',
  async (what) => {
    let stopped: Promise<void> | undefined;
    const crash = () => {
      cutAll();
      if (what === 'the server') stopped = rig.stop();
    };
    const { ana, bea } = await inRoom({ storage: afterCommit('start-call', crash) });
    await expect(ana.room.calls.start('audio')).rejects.toMatchObject({ code: 'disconnected' });
    await stopped;
    if (stopped) await rig.start();
    for (const { room } of [ana, bea]) await rings(room);
    await eventually(() => expect(ana.room.calls.get()?.call.caller.away).toBeUndefined());
    await bea.room.calls.accept();
    await goesOn(ana, bea);
  },
);

test('a call keeps ringing through a server restart and can be accepted', async () => {
  const { ana, bea } = await inRoom();
  const { id } = await ana.room.calls.start('audio');
  await rings(bea.room);
  await rig.stop();
  await rig.start();
  // The server wants them back one after the other.
  for (const { room } of [ana, bea]) await eventually(() => expect(room.state.get().status).toBe('joined'));
  await eventually(() => expect(ana.room.calls.get()?.call.caller.away).toBeUndefined());
  expect((await bea.room.calls.accept()).id).toBe(id);
  await goesOn(ana, bea);
});

test('a caller who reloads the page while it rings keeps the call', async () => {
  const kept = new Map<string, string>();
  const ofTab = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  vi.stubGlobal('sessionStorage', ofTab);
  const { ana, bea } = await inRoom();
  const { id } = await ana.room.calls.start('audio');
  await rings(bea.room);
  await ana.client.close();
  const again = enter('Ana');
  await again.room.join();
  await eventually(() => {
    const own = again.room.calls.get();
    expect([own?.call.id, own?.here, own?.call.caller.away]).toEqual([id, true, undefined]);
  });
  await bea.room.calls.accept();
  await goesOn(again, bea);
});

test('if two devices accept at once, one is in the call and the other knows', async () => {
  const { ana, bea } = await inRoom();
  const tablet = enter('Bea');
  await tablet.room.join();
  await ana.room.calls.start('audio');
  const both = [bea, tablet];
  for (const { room } of both) await rings(room);
  const answers = await Promise.allSettled(both.map(({ room }) => room.calls.accept()));
  expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const [first] = both.filter((_, index) => answers[index]?.status === 'fulfilled');
  await eventually(() =>
    expect(both.map(({ room }) => room.calls.get()?.here)).toEqual(both.map((each) => each === first)),
  );
  await ana.room.calls.hangup();
  await endsAs('completed', ana, ...both);
});

type Act = (ana: Person, bea: Person, tablet: Person) => Promise<unknown>;
const acts = {
  cancels: (ana) => ana.room.calls.hangup(),
  accepts: (_, bea) => bea.room.calls.accept(),
  'rejects on the tablet': (_, __, tablet) => tablet.room.calls.reject(),
  'hangs up': (_, bea) => bea.room.calls.hangup(),
} satisfies Record<string, Act>;

test.each<[keyof typeof acts, keyof typeof acts]>([
  ['accepts', 'cancels'],
  ['accepts', 'rejects on the tablet'],
  ['rejects on the tablet', 'cancels'],
  ['cancels', 'hangs up'],
])('at once: one %s, one %s', async (one, other) => {
  const { ana, bea } = await inRoom();
  const tablet = enter('Bea');
  await tablet.room.join();
  for (const pair of [
    [one, other],
    [other, one],
  ] as const) {
    const { id } = await ana.room.calls.start('audio');
    for (const { room } of [bea, tablet]) await eventually(() => expect(room.calls.get()?.call.id).toBe(id));
    await Promise.allSettled(pair.map((name) => acts[name](ana, bea, tablet)));
    if (ana.room.calls.get()?.call.state === 'active') await ana.room.calls.hangup();
    await eventually(() => {
      const said = [ana, bea, tablet].map(({ room }) => room.calls.get()?.call.outcome);
      const written = [ana, bea, tablet].map(
        ({ room }) => room.messages.get().items.find((item) => item.id === id)?.call?.outcome,
      );
      expect(said[0]).toBeDefined();
      expect(new Set([...said, ...written]).size).toBe(1);
    });
    expect((await ana.client.call('call:list', {})).calls).toEqual([]);
  }
});
