import type { MessageItem } from '@chat/client';
import type { User } from '@chat/protocol';
import { html } from 'lit';
import { avatar } from '../avatar.ts';
import type { Named } from '../inline.ts';
import { mentionedIn } from '../mentioned.ts';
import { namesVersion, watchNames } from '../names.ts';
import type { ComposerPlace, Feature, RoomPlace } from '../places.ts';
import { avatarStyle } from '../style/avatar.ts';
import { mentionStyle } from '../style/mentions.ts';
import { suggestionStyle } from '../style/suggestions.ts';
import { suggestions, type Suggestion } from '../suggestions.ts';

const mostSuggested = 8;
/** The protocol takes so many. */
const mostMentioned = 50;

/** Who was chosen in a composer: of two of one name it is they who are meant. */
const chosen = new WeakMap<HTMLElement, Map<string, Named>>();

const chosenIn = (host: HTMLElement): Map<string, Named> => {
  const known = chosen.get(host) ?? new Map<string, Named>();
  chosen.set(host, known);
  return known;
};

const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLocaleLowerCase('und');

/** Whole beginnings before beginnings of another word. */
const rank = (name: string, typed: string): number => {
  const folded = fold(name);
  if (folded.startsWith(typed)) return 2;
  return folded.split(/[\s_-]+/u).some((word) => word.startsWith(typed)) ? 1 : 0;
};

const people = ({ room, client }: RoomPlace): User[] => {
  const all = new Map([
    ...room.presence.get().users.map(({ user }) => [user.id, user] as const),
    ...room.members.get().items.map(({ user }) => [user.id, user] as const),
  ]);
  all.delete(client.user?.id ?? '');
  return [...all.values()];
};

const matching = (place: RoomPlace, typed: string): User[] =>
  people(place)
    .map((user) => ({ user, rank: rank(user.name, typed) }))
    .filter((each) => each.rank > 0)
    .toSorted((a, b) => b.rank - a.rank)
    .slice(0, mostSuggested)
    .map(({ user }) => user);

const suggestion = (user: User): Suggestion => ({
  key: user.id,
  content: html`${avatar(user)}<span dir="auto">${user.name}</span>`,
  text: `@${user.name} `,
  chosen: ({ host }) => void chosenIn(host).set(user.name, { userId: user.id, name: user.name }),
});

const find = async (typed: string, place: ComposerPlace): Promise<Suggestion[]> => {
  const wanted = fold(typed.slice(1));
  // Those present are known; the others are asked for when too few of them fit.
  if (matching(place, wanted).length < mostSuggested && place.room.members.get().hasMore)
    await place.room.members.loadMore().catch(() => false);
  return matching(place, wanted).map(suggestion);
};

const completion = suggestions({
  id: 'mention',
  trigger: /(?:^|[\s(¿¡"'])(@[^\s@]{0,30}(?: [^\s@]{1,30})?)$/u,
  label: ({ language }) => language.text('members'),
  find,
});

const isMine = (item: MessageItem, { client }: RoomPlace): boolean =>
  !item.mine && item.deletedAt === undefined && item.mentions.includes(client.user?.id ?? '');

/** People who are called by an `@` and their name: suggested while one writes, marked where one reads. */
export const mentions: Feature = {
  name: 'mentions',
  ...completion,
  watch: ({ room }, changed) => [watchNames(room, changed)],
  inputs: ({ room }) => [namesVersion(room)],
  rowClass: (place) => (isMine(place.item, place) ? 'calls-me' : ''),
  label: (place) => (isMine(place.item, place) ? place.language.text('mentionsYou') : ''),
  content: (place) => {
    const named = [
      ...chosenIn(place.host).values(),
      ...people(place).map(({ id, name }) => ({ userId: id, name })),
    ];
    const mentioned = mentionedIn(place.host.text, named).slice(0, mostMentioned);
    return mentioned.length === 0 ? {} : { mentions: mentioned };
  },
  sent: ({ host }) => void chosen.delete(host),
  styles: { messages: mentionStyle, composer: [avatarStyle, suggestionStyle] },
};
