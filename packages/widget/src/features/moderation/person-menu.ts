import type { Member, Room } from '@chat/protocol';
import { reaches } from '@chat/protocol';
import { emit } from '../../core/emit.ts';
import { dataRightsTexts } from '../../i18n/data-rights-texts.ts';
import type { TextKey } from '../../i18n/dictionary.ts';
import { icons } from '../../ui/all-icons.ts';
import { filledWith, nameInText } from '../../ui/clipped-name.ts';
import { openMenuAt } from '../../ui/open-menu-at.ts';
import type { MessageAction, RoomContext } from '../../core/feature.ts';
import { untilText } from '../../i18n/durations.ts';

/** The member that an action applies to. */
export interface Person {
  id: string;
  name: string;
}

const minuteMs = 60_000;
const pauses = [
  ['mute10', 10 * minuteMs],
  ['muteHour', 60 * minuteMs],
  ['muteDay', 1_440 * minuteMs],
] as const;
const memberOf = ({ room }: RoomContext, { id }: Person): Member | undefined =>
  room.members.get().items.find(({ user }) => user.id === id);

/** Returns what the user may do to a member, by right and role. The server checks again. */
export const personActions = (context: RoomContext, person: Person): MessageAction[] => {
  const { room, client, language, host } = context;
  const { can, me } = room.state.get();
  const mine = client.user?.role ?? me?.role;
  if (!can || !mine || person.id === client.user?.id) return [];
  const member = memberOf(context, person);
  if (!reaches(mine, member?.role ?? 'guest')) return [];
  const act = (work: () => Promise<unknown>) => () =>
    void work().catch((error: unknown) => emit(host, 'chat-error', { error }));
  const muted = (member?.mutedUntil ?? 0) > Date.now();
  const named = (key: TextKey, time = ''): unknown[] =>
    filledWith(language.text(key), { name: nameInText(person.name), time });
  const tell = (key: 'personMuted' | 'personUnmuted', time = ''): void =>
    void emit(host, 'chat-note', { done: named(key, time) });
  const { members } = room;

  const mutes: MessageAction[] = pauses.map(([name, ms]) => ({
    name,
    label: language.text(name),
    icon: icons.clock,
    run: act(async () => {
      const until = Date.now() + ms;
      await members.mute(person.id, until);
      tell('personMuted', untilText(until, language));
    }),
  }));
  const unmute: MessageAction = {
    name: 'unmute',
    label: language.text('unmute'),
    icon: icons.bubble,
    run: act(async () => {
      await members.mute(person.id, null);
      tell('personUnmuted');
    }),
  };
  const isModerator = member?.role === 'moderator';
  const role: MessageAction = {
    name: 'role',
    label: language.text(isModerator ? 'unmakeModerator' : 'makeModerator'),
    icon: icons.shield,
    run: act(() => members.update(person.id, isModerator ? 'member' : 'moderator')),
  };
  const owner: MessageAction = {
    name: 'owner',
    label: language.text('makeOwner'),
    confirm: named('confirmOwner'),
    icon: icons.shield,
    run: act(() => members.update(person.id, 'owner')),
  };
  const remove: MessageAction = {
    name: 'remove',
    label: language.text('removePerson'),
    confirm: named('confirmRemove'),
    icon: icons.close,
    run: act(() => members.remove(person.id)),
  };
  const ban: MessageAction = {
    name: 'ban',
    label: language.text('banPerson'),
    confirm: named('confirmBan'),
    icon: icons.lock,
    destructive: true,
    run: act(() => members.ban(person.id)),
  };
  const erase: MessageAction = {
    name: 'erase',
    label: dataRightsTexts(language.tag).erasePerson,
    icon: icons.trash,
    destructive: true,
    run: () =>
      void import('../../ui/erase-dialog.ts').then(
        ({ openErase }) => openErase(context, person),
        () => emit(host, 'chat-error', { error: { code: 'disconnected' } }),
      ),
  };
  const isDirect = ({ type }: Pick<Room, 'type'>) => type === 'direct';
  if (isDirect(room.state.get().room ?? { type: 'public' })) return [];
  // An invited user has no role yet, and nothing to mute.
  if (member?.invitedBy) return can['member:remove'] ? [remove] : [];
  return [
    ...(can['member:mute'] ? (muted ? [unmute] : mutes) : []),
    ...(can['member:update'] && member?.role !== 'owner' ? [role] : []),
    // A new owner lets the current one leave the room.
    ...(can['member:update'] && member && member.role !== 'owner' && reaches(mine, 'owner') ? [owner] : []),
    ...(can['member:remove'] ? [remove] : []),
    ...(can['member:ban'] ? [ban] : []),
    // Erases the user in all rooms, so only an admin may.
    ...(mine === 'admin' ? [erase] : []),
  ];
};

/** Opens the menu of a member next to a button. */
export const openPersonMenu = (opener: HTMLElement, context: RoomContext, person: Person): void =>
  openMenuAt(context.host, opener, personActions(context, person));
