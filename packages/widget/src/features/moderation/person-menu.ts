import type { Member, Room } from '@chat/protocol';
import { reaches } from '@chat/protocol';
import { emit } from '../../core/emit.ts';
import { dataRightsTexts } from '../../i18n/data-rights-texts.ts';
import { icons } from '../../ui/all-icons.ts';
import { filledWith, nameInText } from '../../ui/clipped-name.ts';
import { openMenuAt } from '../../ui/open-menu-at.ts';
import type { MessageAction, RoomContext } from '../../core/feature.ts';
import { shows } from '../../core/feature-filter.ts';
import { personTexts } from './person-texts.ts';
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
  const texts = personTexts(language.tag);
  const filled = (text: string, time = ''): unknown[] =>
    filledWith(text, { name: nameInText(person.name), time });
  /** Does it, and says so. */
  const doing = (work: () => Promise<unknown>, done: string, time = '') =>
    act(async () => {
      await work();
      emit(host, 'chat-note', { done: filled(done, time) });
    });
  const { members } = room;

  const mutes: MessageAction[] = pauses
    .filter(([name]) => shows(context.features, name))
    .map(([name, ms]) => ({
      name,
      label: language.text(name),
      icon: icons.muted,
      group: 'danger',
      run: () => {
        const until = Date.now() + ms;
        doing(
          () => members.mute(person.id, until),
          language.text('personMuted'),
          untilText(until, language),
        )();
      },
    }));
  const mute: MessageAction = {
    name: 'mute',
    label: texts.mute,
    icon: icons.muted,
    group: 'danger',
    reveals: mutes,
    run: () => {},
  };
  const unmute: MessageAction = {
    name: 'unmute',
    label: language.text('unmute'),
    icon: icons.bubble,
    group: 'danger',
    run: doing(() => members.mute(person.id, null), language.text('personUnmuted')),
  };
  const isModerator = member?.role === 'moderator';
  const role: MessageAction = {
    name: 'role',
    label: language.text(isModerator ? 'unmakeModerator' : 'makeModerator'),
    icon: icons.moderator,
    group: 'room',
    run: doing(
      () => members.update(person.id, isModerator ? 'member' : 'moderator'),
      isModerator ? texts.unmadeModerator : texts.madeModerator,
    ),
  };
  const owner: MessageAction = {
    name: 'owner',
    label: language.text('makeOwner'),
    confirm: filled(language.text('confirmOwner')),
    icon: icons.host,
    group: 'room',
    run: doing(() => members.update(person.id, 'owner'), texts.madeOwner),
  };
  const remove: MessageAction = {
    name: 'remove',
    label: language.text('removePerson'),
    confirm: filled(language.text('confirmRemove')),
    icon: icons.removePerson,
    destructive: true,
    run: doing(() => members.remove(person.id), texts.removed),
  };
  const ban: MessageAction = {
    name: 'ban',
    label: language.text('banPerson'),
    confirm: filled(language.text('confirmBan')),
    icon: icons.ban,
    destructive: true,
    run: doing(() => members.ban(person.id), texts.banned),
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
    // Roles
    ...(can['member:update'] && member?.role !== 'owner' ? [role] : []),
    // A new owner lets the current one leave the room.
    ...(can['member:update'] && member && member.role !== 'owner' && reaches(mine, 'owner') ? [owner] : []),
    // Moderation
    ...(can['member:mute'] ? (muted ? [unmute] : mutes.length > 0 ? [mute] : []) : []),
    ...(can['member:remove'] ? [remove] : []),
    ...(can['member:ban'] ? [ban] : []),
    // Erases the user in all rooms, so only an admin may.
    ...(mine === 'admin' ? [erase] : []),
  ];
};

/** Opens the menu of a member next to a button. */
export const openPersonMenu = (opener: HTMLElement, context: RoomContext, person: Person): void =>
  openMenuAt(context.host, opener, personActions(context, person));
