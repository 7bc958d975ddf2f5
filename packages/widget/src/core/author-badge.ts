import type { ChatClient, ChatRoom, Stop } from '@chat/client';
import type { Member, User } from '@chat/protocol';
import { localize } from '../i18n/localize.ts';
import type { Language } from '../i18n/language.ts';

/** The badge next to a name: bots, hosts and moderators have one. The word is the text of the same name. */
export type Badge = 'bot' | 'owner' | 'moderator';

/** The badges of a room's users, remembered after they leave: their messages stay. */
interface Known {
  badges: Map<string, Badge | null>;
  /** Banned users, for moderators. */
  banned: Set<string>;
  /** Grows when a badge changes. */
  version: number;
  asked: boolean;
  /** The banned users are read. */
  isModerated: boolean;
  watching: Set<() => void>;
}

/** In larger rooms, absent members are not looked up: thousands of readers would ask at once. */
const mostPresent = 100;

const rooms = new WeakMap<ChatRoom, Known>();

export const memberBadge = ({ user, role }: Pick<Member, 'user' | 'role'>): Badge | null =>
  user.bot ? 'bot' : role === 'owner' || role === 'moderator' ? role : null;

const learn = (known: Known, members: readonly Member[]): void => {
  let isNew = false;
  for (const member of members) {
    const badge = member.invitedBy ? null : memberBadge(member);
    isNew ||= (known.badges.get(member.user.id) ?? null) !== badge;
    known.badges.set(member.user.id, badge);
  }
  if (isNew) tell(known);
};

const tell = (known: Known): void => {
  known.version++;
  for (const changed of known.watching) changed();
};

const knownIn = (room: ChatRoom): Known => {
  const found = rooms.get(room);
  if (found) return found;
  const known: Known = {
    badges: new Map(),
    banned: new Set(),
    version: 0,
    asked: false,
    isModerated: false,
    watching: new Set(),
  };
  rooms.set(room, known);
  learn(known, room.members.get().items);
  return known;
};

/** Reads the first members of a small room, absent ones included, once. */
const ask = (known: Known, room: ChatRoom, client: ChatClient): void => {
  const { occupancy } = room.presence.get();
  if (known.asked || room.state.get().status !== 'joined' || occupancy > mostPresent) return;
  known.asked = true;
  client
    .call('member:list', { roomId: room.id })
    .then(({ members }) => learn(known, members))
    .catch(() => {}); // The badge comes when the author does.
};

/** Reads the banned users once, for a moderator; changes come as events. */
const readBans = (known: Known, room: ChatRoom): void => {
  if (known.isModerated || !room.state.get().can?.['member:ban']) return;
  known.isModerated = true;
  room.members
    .bans()
    .then(({ bans }) => {
      for (const { user } of bans) known.banned.add(user.id);
      if (bans.length > 0) tell(known);
    })
    .catch(() => (known.isModerated = false));
};

const setBanned = (known: Known, userId: string, isBanned: boolean): void => {
  if (known.banned.has(userId) === isBanned) return;
  if (isBanned) known.banned.add(userId);
  else known.banned.delete(userId);
  tell(known);
};

const bannedText = localize({
  en: 'Banned',
  es: 'Vetado',
  fr: 'Banni',
  pt: 'Banido',
  de: 'Gesperrt',
  ar: 'محظور',
});

/** Returns the words of an author's badges: their role, and for moderators whether they are banned. */
export const badgeTexts = (
  context: { room: ChatRoom; client: ChatClient; language: Language },
  user: User,
): string[] => {
  const { room, language } = context;
  const badge = authorBadge(context, user);
  const isBanned = room.state.get().can?.['member:ban'] && rooms.get(room)?.banned.has(user.id);
  return [...(badge ? [language.text(badge)] : []), ...(isBanned ? [bannedText(language.tag)] : [])];
};

/** Returns the badge of an author, as far as it is known. */
const authorBadge = ({ room, client }: { room: ChatRoom; client: ChatClient }, user: User): Badge | null => {
  if (user.bot) return 'bot';
  if (!user.id || room.state.get().room?.type === 'direct') return null;
  const known = knownIn(room);
  const badge = known.badges.get(user.id);
  if (badge === undefined) ask(known, room, client);
  return badge ?? null;
};

/** Grows when a badge changes. */
export const badgesVersion = (room: ChatRoom): number => rooms.get(room)?.version ?? 0;

/** Follows the roles of a room's members; calls `changed` when a badge changes. */
export const watchBadges = (room: ChatRoom, changed: () => void): Stop[] => {
  const known = knownIn(room);
  known.watching.add(changed);
  return [
    () => known.watching.delete(changed),
    room.state.subscribe(() => readBans(known, room)),
    // A ban that is lifted ends the membership as if the user had left.
    room.on('member:left', ({ userId, reason }) => setBanned(known, userId, reason === 'banned')),
    room.members.subscribe(({ items }) => learn(known, items)),
    // Also of members who are not listed because they are absent.
    room.on('member:joined', ({ member }) => learn(known, [member])),
    room.on('member:updated', ({ member }) => learn(known, [member])),
  ];
};
