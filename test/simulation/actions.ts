import type { ChatRoom } from '../../packages/client/src/room/chat-room.ts';
import { lookAtPins, pin } from './pins.ts';
import { tellOfOneself } from './profiles.ts';
import { react } from './reactions.ts';
import type { Tab } from './tab.ts';
import { reply } from './threads.ts';
import type { World } from './world.ts';

/** The actions of users. Each runs in a page of the user, and may fail for its own reasons. */
export const roomIds = ['plaza', 'club'] as const;

type Act = (world: World, tab: Tab, room: ChatRoom) => unknown;

const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined);

const send: Act = ({ outboxes, chance, people }, tab, room) => {
  const text = outboxes.write(tab.actor.name);
  const called = chance.hit(0.25) ? chance.pick(people) : undefined;
  room.messages.send({ text, ...(called ? { mentions: [called.id] } : {}) }).then(
    (message) => outboxes.resolved(text, message, tab.user.id),
    () => undefined,
  );
};

/** To one or two of the others, whether or not they are in the room now. */
const whisper: Act = ({ outboxes, chance, people }, tab, room) => {
  const others = people.map(({ id }) => id).filter((id) => id !== tab.user.id);
  const to = [...new Set([chance.pick(others), chance.pick(others)])].filter((id) => id !== undefined);
  const text = outboxes.write(tab.actor.name);
  room.messages.send({ text, to }).then(
    (message) => outboxes.resolved(text, message, tab.user.id),
    () => undefined,
  );
};

const stored = (room: ChatRoom) =>
  room.messages.get().items.filter(({ status, deletedAt }) => status === 'sent' && deletedAt === undefined);

const own = (tab: Tab, room: ChatRoom) => stored(room).filter(({ author }) => author.id === tab.user.id);

const edit: Act = ({ chance }, tab, room) => {
  const message = chance.pick(own(tab, room));
  for (let times = message && chance.hit(0.3) ? 2 : 1; message && times > 0; times--)
    quietly(room.messages.edit(message.id, `${message.text} (edited ${chance.int(1, 999_999)})`));
};

const remove: Act = ({ chance }, tab, room) => {
  const moderator = room.state.get().can?.['message:moderate'];
  const message = chance.pick(moderator ? stored(room) : own(tab, room));
  if (message) quietly(room.messages.delete(message.id));
};

const report: Act = ({ chance }, _tab, room) => {
  const message = chance.pick(stored(room));
  if (message) quietly(room.reports.report(message.id));
};

const read: Act = ({ chance }, _tab, room) => {
  if (chance.hit(0.25))
    return quietly(room.receipts.unread(chance.hit(0.3) ? undefined : chance.pick(stored(room))?.seq));
  room.receipts.read(chance.hit(0.5) ? undefined : chance.pick(stored(room))?.seq);
};

const retry: Act = ({ chance, outboxes }, _tab, room) => {
  const failed = room.messages.get().items.filter(({ status }) => status === 'failed');
  const item = chance.pick(failed);
  if (!item) return;
  if (chance.hit(0.3)) {
    outboxes.discarded(item.id);
    return room.messages.discard(item.id);
  }
  outboxes.retried(item.text);
  room.messages.retry(item.id);
};

const target = ({ chance }: World) => chance.pick(['cy', 'di', 'di']) ?? 'cy';

/** They are asked, and one of their pages accepts at once. */
const add = async (world: World, room: ChatRoom, userId: string): Promise<void> => {
  await room.members.add(userId);
  const tab = world.tabs().find(({ user }) => user.id === userId);
  if (tab) await tab.client.rooms.accept(room.id);
};

const moderate: Act = (world, _tab, room) => {
  const { chance, scheduler } = world;
  const userId = target(world);
  const acts = [
    () => room.members.remove(userId),
    () => room.members.ban(userId),
    () => room.members.unban(userId),
    () => add(world, room, userId),
    () => add(world, room, userId),
    () => room.members.mute(userId, scheduler.wall() + chance.int(1_000, 20_000)),
    () => room.members.mute(userId, null),
  ];
  const act = chance.pick(acts);
  if (act) quietly(act());
};

const rule: Act = ({ chance }, _tab, room) => {
  const acts = [
    () => room.settings.update({ title: `title ${chance.int(1, 999)}` }),
    () => room.settings.update({ frozen: true }),
    () => room.settings.update({ frozen: false }),
    () => room.settings.update({ frozen: false }),
    () => room.members.update(target({ chance } as World), chance.hit(0.3) ? 'moderator' : 'member'),
  ];
  const act = chance.pick(acts);
  if (act) quietly(act());
};

const write: Act = (_world, _tab, room) => room.typing.start();
const older: Act = (_world, _tab, room) => quietly(room.messages.loadOlder(5));

const acts: { weight: number; name: string; act: Act; by?: readonly string[] }[] = [
  { weight: 40, name: 'send', act: send },
  { weight: 8, name: 'whisper', act: whisper },
  { weight: 8, name: 'reply', act: reply },
  { weight: 8, name: 'edit', act: edit },
  { weight: 8, name: 'react', act: react },
  { weight: 5, name: 'pin', act: pin, by: ['ana', 'bo'] },
  { weight: 2, name: 'pins', act: lookAtPins },
  { weight: 2, name: 'profile', act: tellOfOneself },
  { weight: 5, name: 'delete', act: remove },
  { weight: 2, name: 'report', act: report },
  { weight: 10, name: 'read', act: read },
  { weight: 5, name: 'retry', act: retry },
  { weight: 10, name: 'moderate', act: moderate, by: ['ana', 'bo'] },
  { weight: 4, name: 'rule', act: rule, by: ['ana'] },
  { weight: 2, name: 'type', act: write },
  { weight: 3, name: 'older', act: older },
];
const total = acts.reduce((sum, { weight }) => sum + weight, 0);

const draw = (world: World) => {
  let left = world.chance.next() * total;
  return acts.find(({ weight }) => (left -= weight) < 0);
};

/** Somebody does something. */
export const actOnce = (world: World): void => {
  const { chance } = world;
  const drawn = draw(world);
  if (!drawn) return;
  const { name, act, by } = drawn;
  const tab = chance.pick(world.tabs().filter(({ user }) => by === undefined || by.includes(user.id)));
  const roomId = chance.pick(roomIds);
  if (!tab || !roomId) return;
  const room = tab.rooms.get(roomId);
  world.inTab(tab, name, () => {
    if (room === undefined || room.state.get().status === 'left') return tab.join(roomId);
    // Somebody in a hurry sends several before the first has arrived.
    const times = name === 'send' && chance.hit(0.2) ? chance.int(2, 4) : 1;
    for (let time = 0; time < times; time++) act(world, tab, room);
  });
};
