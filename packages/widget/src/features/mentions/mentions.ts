import type { ChatRoom, EditContent, MessageItem } from '@chat/client';
import { mentionsUser, type User } from '@chat/protocol';
import { html, nothing } from 'lit';
import { avatar } from '../../ui/avatar.ts';
import { badgeCount } from '../../ui/badge-count.ts';
import type { Named } from '../../text/inline-markdown.ts';
import { icons } from '../../ui/all-icons.ts';
import { everyoneNames, mentionedUsers } from '../../text/mention-names.ts';
import { nameIn, namesVersion, watchNames } from '../../core/member-names.ts';
import type { ComposerContext, Feature, ListContext, SlotContent, RoomContext } from '../../core/feature.ts';
import { avatarStyle } from '../../styles/avatar.ts';
import { mentionStyle } from './mentions.styles.ts';
import { suggestionStyle } from '../../composer/suggestions.styles.ts';
import { lookAtTyped, suggestions, type Suggestion } from '../../composer/suggestions.ts';
import { watchPart } from '../../core/watch-part.ts';

const mostSuggested = 8;
/** How many pages of members are searched for the typed text. */
const mostPages = 5;
/** The protocol's limit. */
const mostMentioned = 50;

/** Users chosen in a composer: they decide between users with the same name. */
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

/** Ranks names that start with the text before names with a later word that does. */
const rank = (name: string, typed: string): number => {
  const folded = fold(name);
  if (folded.startsWith(typed)) return 2;
  return folded.split(/[\s_-]+/u).some((word) => word.startsWith(typed)) ? 1 : 0;
};

const people = ({ room, client }: RoomContext): User[] => {
  const all = new Map([
    ...room.presence.get().users.map(({ user }) => [user.id, user] as const),
    ...room.members
      .get()
      .items.flatMap(({ user, invitedBy }) => (invitedBy ? [] : [[user.id, user] as const])),
  ]);
  all.delete(client.user?.id ?? '');
  return [...all.values()];
};

const matching = (context: RoomContext, typed: string): User[] =>
  people(context)
    .map((user) => ({ user, rank: rank(user.name, typed) }))
    .filter((each) => each.rank > 0)
    .toSorted((a, b) => b.rank - a.rank)
    .slice(0, mostSuggested)
    .map(({ user }) => user);

const suggestion = (user: User, room: ChatRoom): Suggestion => ({
  key: user.id,
  content: html`${avatar(user, room)}<span dir="auto" title=${user.name}>${user.name}</span>`,
  text: `@${user.name} `,
  chosen: ({ host }) => void chosenIn(host).set(user.name, { userId: user.id, name: user.name }),
});

/** Id that stands for everyone; no user id has a slash. */
const all = '/all';

const mayCallAll = ({ room }: RoomContext): boolean => room.state.get().can?.['mention:all'] === true;

const everybody = (context: ComposerContext, typed: string): Suggestion[] => {
  const word = context.language.text('everybody');
  if (!mayCallAll(context) || rank(word, typed) === 0) return [];
  return [
    { key: all, content: html`<span class="at">@</span><span dir="auto">${word}</span>`, text: `@${word} ` },
  ];
};

const find = async (typed: string, context: ComposerContext): Promise<Suggestion[]> => {
  const wanted = fold(typed.slice(1));
  const callsAll = everybody(context, wanted);
  const wantsMore = (): boolean =>
    matching(context, wanted).length < mostSuggested && context.room.members.get().hasMore;
  // Present members are known; others are searched only while too few candidates fit. Further typing narrows
  // the result.
  for (let pages = 0; pages < mostPages && wantsMore(); pages++)
    if (!(await context.room.members.loadMore().catch(() => false))) break;
  return [
    ...matching(context, wanted)
      .slice(0, mostSuggested - callsAll.length)
      .map((user) => suggestion(user, context.room)),
    ...callsAll,
  ];
};

const completion = suggestions({
  id: 'mention',
  trigger: /(?:^|[\s(¿¡"'])(@[^\s@]{0,30}(?: [^\s@]{1,30})?)$/u,
  label: ({ language }) => language.text('members'),
  find,
});

/**
 * Candidates for mentions in a text: chosen users first, then users mentioned so far, then present members.
 */
const namedHere = (context: ComposerContext, before: readonly Named[] = []): Named[] => [
  ...chosenIn(context.host).values(),
  ...before,
  ...people(context).map(({ id, name }) => ({ userId: id, name })),
];

/**
 * Returns the mentions of an edited message. Users mentioned without their name in the text stay mentioned.
 */
const mentionsOfEdit = (text: string, item: MessageItem, context: ComposerContext): EditContent => {
  const { mentions: before, mentionsAll: calledAll = false } = item;
  const named = before.flatMap((userId) => {
    const name = nameIn(context, userId);
    return name === undefined ? [] : [{ userId, name }];
  });
  const everybodyNamed = calledAll || mayCallAll(context) ? everyoneNames(all) : [];
  const stood = mentionedUsers(item.text, [...named, ...everybodyNamed]);
  const found = mentionedUsers(text, [...namedHere(context, named), ...everybodyNamed]);
  const unchanged = before.filter((id) => !stood.includes(id));
  const mentioned = [...new Set([...unchanged, ...found.filter((id) => id !== all)])].slice(0, mostMentioned);
  const callsAll = found.includes(all) || (calledAll && !stood.includes(all));
  return {
    ...(mentioned.toSorted().join() === before.toSorted().join() ? {} : { mentions: mentioned }),
    ...(callsAll === calledAll ? {} : { mentionsAll: callsAll }),
  };
};

const isMine = (item: MessageItem, { client }: RoomContext): boolean =>
  mentionsUser(item, client.user?.id ?? '');

/** The `seq` of the last mention that the reader has visited, by room. */
const shownUpTo = new WeakMap<ChatRoom, number>();

const toMention = async ({ room, client, host, list }: ListContext, seq: number): Promise<void> => {
  shownUpTo.set(room, seq);
  host.requestUpdate();
  const loaded = room.messages.get().items.find((item) => item.seq === seq);
  const page = loaded
    ? null
    : await client.call('message:list', { roomId: room.id, after: seq - 1, limit: 1 });
  const id = loaded?.id ?? page?.messages[0]?.id;
  if (id !== undefined) await list.scrollToMessage(id);
};

/** Counts the unread mentions that the reader has not visited, and goes to the next one. */
const nextMention = (context: ListContext): SlotContent => {
  const { room, language } = context;
  const from = shownUpTo.get(room) ?? 0;
  const waiting = room.receipts.get().mentionSeqs.filter((seq) => seq > from);
  const [next] = waiting;
  if (next === undefined) return nothing;
  const { length } = waiting;
  return html`<button
    type="button"
    class="jump next-mention"
    aria-label=${language.plural('nextMention', length)}
    @click=${() => void toMention(context, next).catch(() => {})}
  >
    ${icons.at}<span class="count">${badgeCount(length, language)}</span>
  </button>`;
};

/** Mentions: suggested in the composer, highlighted in messages. */
export const mentions: Feature = {
  name: 'mentions',
  ...completion,
  watch: (context, changed) => {
    const { room, host } = context;
    lookAtTyped(context, completion);
    return [
      watchNames(room, changed),
      ...(host.localName === 'chat-messages'
        ? [watchPart(room.receipts, ({ mentionSeqs }) => mentionSeqs.join(), changed)]
        : []),
    ];
  },
  renderFloat: nextMention,
  inputs: ({ room }) => [namesVersion(room)],
  rowClass: (context) => (isMine(context.item, context) ? 'mentions-me' : ''),
  label: (context) => (isMine(context.item, context) ? context.language.text('mentionsYou') : ''),
  sendContent: (context) => {
    const named = [...namedHere(context), ...(mayCallAll(context) ? everyoneNames(all) : [])];
    const found = mentionedUsers(context.host.text, named);
    const mentioned = found.filter((id) => id !== all).slice(0, mostMentioned);
    return {
      ...(mentioned.length > 0 ? { mentions: mentioned } : {}),
      ...(found.includes(all) ? { mentionsAll: true } : {}),
    };
  },
  editContent: mentionsOfEdit,
  onSent: ({ host }) => void chosen.delete(host),
  styles: { messages: mentionStyle, composer: [avatarStyle, suggestionStyle] },
};
