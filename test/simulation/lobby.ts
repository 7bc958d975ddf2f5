import type { ChatEvent } from '@chat/protocol';
import type { ChatRoom } from '../../packages/client/src/room/chat-room.ts';
import type { Change, CommitResult } from '../../packages/server/src/storage/contract/change.ts';
import { declinedMs } from '../../packages/server/src/storage/decide/live/lobby.ts';
import { createChance } from './chance.ts';
import type { RoomLedger } from './ledger.ts';
import type { Report } from './report.ts';
import type { Tab } from './tab.ts';
import type { World } from './world.ts';

const roomId = 'plaza';
const hosts: readonly string[] = ['ana', 'bo'];
const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined);
const isOfSeed = (seed: number): boolean => seed % 8 === 7;

const isHeldBack = (room: ChatRoom): boolean => room.state.get().error?.reason === 'lobby';

/** The page enters once its user is admitted, as the widget does. */
const enterOnceAdmitted = (tab: Tab, room: ChatRoom, watched: WeakSet<ChatRoom>): void => {
  if (watched.has(room)) return;
  watched.add(room);
  room.lobby.subscribe(({ mine }) => {
    if (mine?.state === 'admitted' && isHeldBack(room)) tab.join(roomId);
  });
};

/** Gives a public room a lobby in some seeds, by random numbers of its own: other seeds run as before. */
export const lobbyIn = (world: World, seed: number): (() => void) => {
  if (!isOfSeed(seed)) return () => undefined;
  const chance = createChance(seed + 0x10bb7);
  const watched = new WeakSet<ChatRoom>();

  const host = ({ lobby, settings, members, state }: ChatRoom): void => {
    if (!state.get().room?.lobby) return quietly(settings.update({ lobby: true, lobbyMessage: 'Soon' }));
    const waiting = chance.pick(lobby.get().waiting)?.user.id;
    if (chance.hit(0.05)) return quietly(settings.update({ lobby: false }));
    if (waiting === undefined)
      return quietly(members.remove(chance.pick(['cy', 'di']) ?? '').catch(() => undefined));
    if (chance.hit(0.3)) return quietly(lobby.send(`in a moment ${chance.int(1, 999)}`, waiting));
    if (chance.hit(0.2)) return quietly(lobby.decline(waiting));
    quietly(chance.hit(0.3) ? lobby.admitAll() : lobby.admit(waiting));
  };

  const visitor = (tab: Tab, room: ChatRoom): void => {
    enterOnceAdmitted(tab, room, watched);
    if (room.lobby.get().mine?.state !== 'waiting') return quietly(room.lobby.knock());
    quietly(chance.hit(0.8) ? room.lobby.send(`please ${chance.int(1, 999)}`) : room.lobby.leave());
  };

  return () => {
    if (!chance.hit(0.5)) return;
    const tab = chance.pick(world.tabs());
    const room = tab?.rooms.get(roomId);
    if (!tab || !room) return;
    world.inTab(tab, 'lobby', () => {
      if (isHeldBack(room)) visitor(tab, room);
      else if (hosts.includes(tab.user.id)) host(room);
    });
  };
};

interface Waiting {
  state: 'waiting' | 'declined' | 'gone';
  /** ms since the epoch. */
  since: number;
  dueAt: number;
}

const modelOf = new WeakMap<RoomLedger, Map<string, Waiting>>();

const lobbyOf = (ledger: RoomLedger): Map<string, Waiting> => {
  const model = modelOf.get(ledger) ?? new Map<string, Waiting>();
  modelOf.set(ledger, model);
  return model;
};

/** Whether a user without a membership is kept out by the lobby. */
export const isClosedByLobby = ({ room, members }: RoomLedger, userId: string): boolean => {
  const state = members.get(userId)?.state;
  return room?.type === 'public' && room.lobby === true && state !== 'joined' && state !== 'invited';
};

/** Follows the lobby of a room; reports users who are admitted, declined or written to without waiting. */
export const checkLobby = (
  ledger: RoomLedger,
  change: Change,
  result: CommitResult & { ok: true },
  report: Report,
): void => {
  const { actor, at, kind } = change;
  const lobby = lobbyOf(ledger);
  const current = (userId: string): Waiting['state'] => {
    const found = lobby.get(userId);
    return found && found.dueAt > at ? found.state : 'gone';
  };
  const gone = (userId: string): void => void lobby.set(userId, { state: 'gone', since: at, dueAt: at });
  const { event, known } = result;
  if (!known && (event.type === 'member:joined' || event.type === 'member:invited'))
    if (kind !== 'admit') gone(event.member.user.id);
  if (kind === 'knock') {
    const state = current(actor.id);
    if (!isClosedByLobby(ledger, actor.id)) return gone(actor.id);
    if (state === 'declined') return;
    const since = state === 'waiting' ? (lobby.get(actor.id)?.since ?? at) : at;
    lobby.set(actor.id, { state: 'waiting', since, dueAt: at + change.waitMs });
  }
  if (kind === 'leave-lobby' && current(actor.id) === 'waiting') gone(actor.id);
  if (kind !== 'admit' && kind !== 'decline' && kind !== 'send-in-lobby') return;
  const { userId } = change;
  const isRepeated = kind === 'admit' && result.known;
  if (current(userId) !== 'waiting' && !isRepeated)
    report(`lobby: ${kind} of ${userId} by ${actor.id}, and the user is ${current(userId)}`);
  if (kind === 'admit') gone(userId);
  if (kind === 'decline') lobby.set(userId, { state: 'declined', since: at, dueAt: at + declinedMs });
};

/** Only hosts hear of users who wait, and each user of themselves. */
export const checkLobbyEvent = (
  { members }: RoomLedger,
  userId: string,
  event: ChatEvent & { type: 'lobby:changed' },
  report: Report,
): void => {
  const standing = members.get(userId);
  const isHost = standing?.state === 'joined' && ['moderator', 'owner'].includes(standing.role);
  if (event.userId !== userId && !isHost) report(`lobby: ${userId} hears that ${event.userId} waits`);
};

/** A client asks again within this time, whatever it has missed, ms. */
const slackMs = 45_000;

/** Hosts see the users who wait, in their pages; users who wait know that they do, or are in the room. */
export const verifyLobby = (world: World, seed: number): void => {
  if (!isOfSeed(seed)) return;
  const now = world.scheduler.now();
  const ledger = world.ledger.room(roomId);
  const lobby = lobbyOf(ledger);
  const settled = (userId: string): Waiting['state'] | 'unsure' => {
    const { state, since, dueAt } = lobby.get(userId) ?? { state: 'gone', since: 0, dueAt: 0 };
    if (now - since < slackMs || Math.abs(now - dueAt) < slackMs - 30_000) return 'unsure';
    return dueAt > now ? state : 'gone';
  };
  for (const tab of world.tabs()) {
    const room = tab.rooms.get(roomId);
    if (!room || world.ledger.erased.has(tab.user.id)) continue;
    const { status, can, room: settings } = room.state.get();
    const { mine, waiting } = room.lobby.get();
    const who = `lobby: ${tab.actor.name}`;
    if (status === 'joined' && settings?.lobby && can?.['lobby:admit'])
      for (const { id } of world.people) {
        const isShown = waiting.some(({ user }) => user.id === id);
        const state = settled(id);
        if (state !== 'unsure' && isShown !== (state === 'waiting'))
          world.report(`${who} ${isShown ? 'shows' : 'does not show'} ${id}, who is ${state}`);
      }
    if (mine?.state === 'waiting' && settled(tab.user.id) === 'gone') world.report(`${who} believes to wait`);
  }
};
