// What users do in encrypted rooms.
import type { ChatRoom } from '../../../packages/client/src/room/chat-room.ts';
import type { Tab } from '../tab.ts';
import type { World } from '../world.ts';
import { actOnDevices } from './account-acts.ts';
import type { Devices } from './devices.ts';
import { readable, type Texts } from './texts.ts';

/** `vault` shares its history with new members, `den` does not. */
export const roomIds = ['vault', 'den'] as const;

type Act = (world: World, tab: Tab, room: ChatRoom) => unknown;

const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined);

const remove: Act = ({ chance }, tab, room) => {
  const message = chance.pick(readable(room).filter(({ author }) => author.id === tab.user.id));
  if (message) quietly(room.messages.delete(message.id));
};

const react: Act = ({ chance }, _tab, room) => {
  const message = chance.pick(readable(room));
  if (message) quietly(room.reactions.add(message.id, '👍'));
};

const older: Act = (_world, _tab, room) => quietly(room.messages.loadOlder(20));

const retry: Act = ({ chance }, _tab, room) => {
  const item = chance.pick(room.messages.get().items.filter(({ status }) => status === 'failed'));
  if (item) room.messages.retry(item.id);
};

/** The user is invited, and accepts. */
const add = async ({ tabs, inTab }: World, room: ChatRoom, userId: string): Promise<void> => {
  await room.members.add(userId);
  for (const tab of tabs().filter(({ user }) => user.id === userId))
    inTab(tab, 'accept', () => {
      quietly(tab.client.rooms.accept(room.id).then(() => tab.join(room.id)));
    });
};

/** Ana stays: somebody has the keys of all epochs. */
const moderate: Act = (world, _tab, room) => {
  const { chance } = world;
  const userId = chance.pick(['bo', 'cy', 'di', 'di']) ?? 'di';
  const act = chance.pick([
    () => room.members.remove(userId),
    () => room.members.ban(userId),
    () => room.members.unban(userId),
    () => add(world, room, userId),
    () => add(world, room, userId),
    () => add(world, room, userId),
  ]);
  if (act) quietly(act());
};

const leave: Act = (_world, tab, room) => {
  if (tab.user.id !== 'ana') tab.leave(room.id);
};

const secondTab = ({ tabs }: World, tab: Tab, devices: Devices): void => {
  const device = devices.of(tab);
  const pages = tabs().filter(({ browser }) => browser === tab.browser);
  if (device && pages.length < 2) devices.openPage(device);
};

/** All clocks go on by more than a day: the epoch of each room ends with its next message. */
const nextDay = ({ scheduler }: World): void => scheduler.step(90_000_000);

/** Somebody does something. */
export const actOnce = (devices: Devices, texts: Texts, weights: Record<string, number>): void => {
  const { world } = devices;
  const { chance } = world;
  const acts: Record<string, (tab: Tab, room: ChatRoom) => void> = {
    send: (tab, room) => {
      const times = chance.hit(0.2) ? chance.int(2, 8) : 1;
      for (let time = 0; time < times; time += 1) texts.send(tab, room);
    },
    edit: texts.edit,
    reply: texts.reply,
    remove: (tab, room) => remove(world, tab, room),
    react: (tab, room) => react(world, tab, room),
    older: (tab, room) => older(world, tab, room),
    retry: (tab, room) => retry(world, tab, room),
    moderate: (tab, room) => moderate(world, tab, room),
    leave: (tab, room) => leave(world, tab, room),
  };
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  let left = chance.next() * total;
  const name = Object.entries(weights).find(([, weight]) => (left -= weight) < 0)?.[0];
  if (name === 'devices') {
    const owner = chance.pick(devices.owners);
    return owner && actOnDevices(devices, owner);
  }
  if (name === 'day') return nextDay(world);
  const tabs = world.tabs().filter(({ user }) => name !== 'moderate' || user.id === 'ana');
  const [tab, roomId] = [chance.pick(tabs), chance.pick(roomIds)];
  if (!tab || !roomId || name === undefined) return;
  if (name === 'tab') return secondTab(world, tab, devices);
  world.inTab(tab, name, () => {
    const room = tab.rooms.get(roomId);
    if (!room || room.state.get().status === 'left') return tab.join(roomId);
    acts[name]?.(tab, room);
  });
};

/** How often each act is, as a rule. */
export const usualWeights: Record<string, number> = {
  send: 70,
  edit: 6,
  reply: 6,
  remove: 2,
  react: 2,
  older: 3,
  retry: 2,
  moderate: 3,
  leave: 0.7,
  tab: 1,
  devices: 12,
  day: 0.7,
};
