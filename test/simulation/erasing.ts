import { erasedAuthor, type Message } from '@chat/protocol';
import { createChance } from './chance.ts';
import type { Tab } from './tab.ts';
import type { World } from './world.ts';

const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined);

/** Some seeds erase a user, decided by a separate random stream, so that other seeds stay the same. */
export const hasErasing = (seed: number): boolean => seed % 5 === 2;

export const erasingIn = (world: World, seed: number): (() => void) => {
  if (!hasErasing(seed)) return () => undefined;
  const chance = createChance(seed + 0xe7a5e);
  const first = chance.pick(['ana', 'bo', 'cy', 'cy', 'di', 'di']) ?? 'di';
  const goers = new Set(chance.hit(0.2) ? [first, 'cy'] : [first]);
  const rate = chance.pick([0.02, 0.05, 0.2]) ?? 0.05;

  return () => {
    if (!chance.hit(rate)) return;
    const goer = chance.pick([...goers].filter((userId) => !world.ledger.erased.has(userId)));
    if (goer === undefined) return;
    const tab = chance.pick(world.tabs().filter(({ user }) => user.id === goer));
    const server = chance.pick(world.hosts)?.process;
    if (tab && chance.hit(0.5)) world.inTab(tab, 'erase', () => quietly(tab.client.data.erase()));
    else if (server)
      world.scheduler.after(server.actor, 0, 'erase', () => quietly(server.chat.eraseUser(goer)));
  };
};

/** A user rejected as erased, but not erased in a store restored since, connects again. */
export const reopen = ({ tabs, ledger }: World): void => {
  for (const tab of tabs()) if (tab.wasErased && !ledger.erased.has(tab.user.id)) tab.kill(false);
};

/** Whether the user wrote it: every text begins with its author. */
const isTheirs = ({ author, text, reactions, thread, forwarded }: Message, userId: string): boolean =>
  author.id === userId ||
  // A forwarded copy belongs to its sender.
  (!forwarded && text.startsWith(`${userId}-`)) ||
  reactions.some(({ by }) => by.includes(userId)) ||
  thread?.participants.some(({ id }) => id === userId) === true;

const verifyStored = async (world: World, userId: string): Promise<void> => {
  const { disk, ledger, report } = world;
  const { timeline, users, profiles } = disk.truth;
  const left = (what: string): void => report(`erased: ${what} of ${userId} is left`);
  const erasure = await timeline.erasure(userId);
  if (erasure?.doneAt === undefined) return report(`erased: ${userId} is not done`);
  if ((await timeline.roomsWithDataOf(userId, { limit: 1 })).roomIds.length > 0) left('a trace');
  if (await users.get(userId)) left('the record');
  if (Object.keys(await profiles.get(userId)).length > 0) left('the profile');
  for (const { id, messages } of ledger.rooms()) {
    const { readMarkers: marks } = await timeline.readMarkers(id, { limit: 100 });
    const { members } = await timeline.members(id, { limit: 100 });
    const { entries } = await timeline.audit(id, { limit: 100 });
    if (marks.some((mark) => mark.userId === userId)) left(`a mark in ${id}`);
    if (members.some(({ user, invitedBy }) => [user.id, invitedBy?.id].includes(userId)))
      left(`a membership in ${id}`);
    if ((await timeline.member(id, userId))?.user.name) left(`a name in ${id}`);
    if (entries.some(({ by, user }) => by.id === userId || user?.id === userId)) left(`an entry in ${id}`);
    if ([...messages.values()].some((message) => isTheirs(message, userId))) left(`a message in ${id}`);
    for (const message of messages.values())
      if (message.author.id === erasedAuthor.id && message.text !== '') left(`a text in ${id}`);
  }
};

/** The views of others, and the stored data about the user. */
const verifyShown = (world: World, tab: Tab, userId: string): void => {
  const { report } = world;
  const who = `erased: ${tab.actor.name}`;
  if (tab.user.id === userId) {
    // A page that was opened last and has not asked for a room has not heard of it yet.
    const hasAsked = tab.client.status !== 'idle' || tab.rooms.size > 0;
    if (hasAsked && tab.client.status !== 'refused') report(`${who} is ${tab.client.status}`);
    for (const { id, messages } of tab.rooms.values())
      if (messages.get().items.length > 0) report(`${who} shows messages of ${id}`);
    return;
  }
  for (const { id, messages, members, pins, typing, state } of tab.rooms.values()) {
    // A removed user's page keeps the messages from before the removal.
    if (state.get().status !== 'joined') continue;
    const sent = messages.get().items.filter(({ status }) => status === 'sent');
    if ([...sent, ...pins.get().items].some((message) => isTheirs(message, userId)))
      report(`${who} shows a message of ${userId} in ${id}`);
    if (members.get().items.some(({ user }) => user.id === userId)) report(`${who} shows ${userId} in ${id}`);
    if (typing.get().users.some((user) => user.id === userId)) report(`${who} sees ${userId} type in ${id}`);
  }
  for (const { lastMessage, room } of tab.client.rooms.get().items)
    if (lastMessage && isTheirs(lastMessage, userId)) report(`${who} lists ${userId} in ${room.id}`);
};

/** Nothing is left of who was erased: not in the store, not in what others see, not where they were. */
export const verifyErased = async (world: World): Promise<void> => {
  const { ledger, tabs, browsers, report } = world;
  for (const userId of ledger.erased) {
    await verifyStored(world, userId);
    for (const tab of tabs()) verifyShown(world, tab, userId);
    for (const [browser, user] of browsers)
      for (const key of user.id === userId ? browser.stored.keys() : [])
        if (key.startsWith('outbox:')) report(`erased: ${userId} leaves ${key}`);
  }
};
