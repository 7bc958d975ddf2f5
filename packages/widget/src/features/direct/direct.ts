import type { ChatClient, Stop } from '@chat/client';
import type { RoomSummary } from '@chat/protocol';
import { html, type TemplateResult } from 'lit';
import { badgeCount } from '../../ui/badge-count.ts';
import { icons } from '../../ui/icons.ts';
import { directTexts } from './texts.ts';
import type { Feature, HeaderTool, RoomContext } from '../../core/feature.ts';
import { fillPlural } from '../../i18n/fill-text.ts';
import { features } from '../../core/feature-registry.ts';
import { shows } from '../../core/feature-filter.ts';
import { createUnreadTracker } from '../../room-list/unread-changes.ts';

/** The direct rooms of the user, kept up to date as long as a room is shown. */
interface Directs {
  /** The latest active first. */
  items(): RoomSummary[];
  listen(context: RoomContext, changed: () => void): Stop;
}

const mostPages = 5;
const pageSize = 100;
const againMs = 5_000;

const all = new WeakMap<ChatClient, Directs>();

const create = (client: ChatClient): Directs => {
  const readers = new Map<() => void, RoomContext>();
  let listed: readonly RoomSummary[] = [];
  /** Summaries known before the list was read again: they may be older than it. */
  let before: ReadonlySet<RoomSummary> = new Set();
  const newsIn = createUnreadTracker();
  let stops: Stop[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;
  /** The rooms that are shown. */
  let shown: RoomSummary[] = [];

  const items = (): RoomSummary[] => {
    const rooms = new Map(listed.map((each) => [each.room.id, each]));
    for (const each of client.rooms.get().items)
      if (each.room.type === 'direct' && !(before.has(each) && rooms.has(each.room.id)))
        rooms.set(each.room.id, each);
    return [...rooms.values()]
      .filter(({ lastMessage }) => lastMessage)
      .toSorted((one, other) => other.activeAt - one.activeAt);
  };

  /** Alerts the user to new messages like those in the open room. */
  const tell = (isNew: boolean): void => {
    const now = items();
    const news = newsIn(now);
    const [context] = readers.values();
    if (isNew && context)
      for (const { summary, message } of news)
        for (const feature of features)
          feature.onArrival?.({ ...context, room: client.room(summary.room.id) }, message, { direct: true });
    // Messages in other rooms do not change these.
    const same = now.length === shown.length && now.every((each, at) => each === shown[at]);
    shown = now;
    if (!same) for (const changed of readers.keys()) changed();
  };

  const load = async (): Promise<void> => {
    const mine = ++turn;
    clearTimeout(timer);
    const earlier = new Set(client.rooms.get().items);
    const rooms: RoomSummary[] = [];
    try {
      for (let pages = 0, after: string | undefined; pages < mostPages; pages++) {
        const page = await client.call('room:list', {
          type: 'direct',
          limit: pageSize,
          ...(after === undefined ? {} : { after }),
        });
        rooms.push(...page.rooms);
        after = page.rooms.at(-1)?.room.id;
        if (!page.hasMore || after === undefined) break;
      }
    } catch {
      // Without a connection, the next connection reads the list.
      if (mine === turn && client.status === 'online' && readers.size > 0) timer = setTimeout(load, againMs);
      return;
    }
    if (mine !== turn) return;
    listed = rooms;
    before = earlier;
    tell(false);
  };

  return {
    items,
    listen: (context, changed) => {
      readers.set(changed, context);
      if (readers.size === 1) {
        stops = [
          client.rooms.subscribe(() => tell(true)),
          client.on('status', (status) => status === 'online' && void load()),
        ];
        void load();
      }
      return () => {
        readers.delete(changed);
        if (readers.size > 0) return;
        clearTimeout(timer);
        turn++;
        for (const stop of stops) stop();
      };
    },
  };
};

const directsOf = (client: ChatClient): Directs => {
  const known = all.get(client) ?? create(client);
  all.set(client, known);
  return known;
};

/** Only for the room's frame: its list and its composer do not use it. */
export const watchDirect = (context: RoomContext, changed: () => void): Stop[] => {
  const { host, client, features } = context;
  const isFrame = host.localName === 'chat-room' && !host.closest('chat-rooms');
  return isFrame && shows(features, 'direct') ? [directsOf(client).listen(context, changed)] : [];
};

/** Direct rooms other than the open one. */
const otherDirects = ({ client, room }: RoomContext): RoomSummary[] =>
  directsOf(client)
    .items()
    .filter((each) => each.room.id !== room.id);

/** The button in the header, if the user has direct rooms. */
const directTool = (context: RoomContext): HeaderTool | null => {
  const { language } = context;
  const now = Date.now();
  const rooms = otherDirects(context);
  if (rooms.length === 0) return null;
  const texts = directTexts(language.tag);
  const waiting = rooms.reduce(
    (sum, { unread, silencedUntil = 0 }) => sum + (silencedUntil > now ? 0 : unread),
    0,
  );
  const tool = { label: texts.title, icon: icons.bubble };
  if (waiting === 0) return tool;
  const count = badgeCount(waiting, language);
  return { ...tool, waiting: { count, text: fillPlural(texts.unread, waiting, language.tag) } };
};

const directPanel = (context: RoomContext): TemplateResult => {
  void import('./chat-direct.ts');
  return html`<chat-direct
    lang=${context.language.tag}
    .context=${context}
    .rooms=${otherDirects(context)}
  ></chat-direct>`;
};

/** Direct rooms on a page that shows one room: a button with their unread count, if there are any. */
export const direct: Feature = {
  name: 'direct',
  watch: watchDirect,
  tool: (context) => (context.host.closest('chat-rooms') ? null : directTool(context)),
  panel: { title: ({ tag }) => directTexts(tag).title, render: directPanel },
};
