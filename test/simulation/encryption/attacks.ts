// What a dishonest server does in the simulated world. Tests of their own have the rest: packages/client/test/encryption/attacks.
import type { HistoryLink } from '@chat/protocol';
import { createAccountKey, createDevice } from '../../../packages/client/src/encryption/device-credential.ts';
import { fromBase64, toBase64, utf8 } from '../../../packages/client/src/encryption/encoding.ts';
import {
  epochOf,
  exportGroupInfo,
  joinByExternalCommit,
} from '../../../packages/client/src/encryption/group.ts';
import type { Tab } from '../tab.ts';
import type { World } from '../world.ts';
import type { Device } from './devices.ts';
import type { Findings } from './verify-devices.ts';

/** Now and then, pages get links that lead nowhere. */
export const tamperWithLinks = ({ tamper, chance }: World): void => {
  tamper.reply = (command, value) => {
    if (command !== 'encryption:links' || !chance.hit(0.5)) return value;
    const { links, hasMore } = value as { links: HistoryLink[]; hasMore: boolean };
    const other = toBase64(new Uint8Array(60).fill(chance.int(0, 255)));
    return { links: links.map(({ epoch }) => ({ epoch, link: other })), hasMore };
  };
};

/** A device that says it is Bo's, with his account key, which has not signed it, joins a room. Nobody takes it in. */
export const forgeDevice = async (
  { devices, groups }: Findings,
  fresh: ReadonlyMap<Device, Tab>,
): Promise<void> => {
  const { world } = devices;
  const { scheduler, inServer, people, report, ledger } = world;
  const bo = people.find(({ id }) => id === 'bo');
  const roomId = 'vault';
  const leaf = groups.in(roomId, groups.last(roomId)).find(({ userId }) => userId === 'bo');
  if (!bo || !leaf || ledger.closedTo(roomId, 'bo') !== null) return;
  const before = groups.last(roomId);
  let forged = '';
  inServer('forge', async (chat) => {
    const session = chat.as(bo);
    const pair = { ...(await createAccountKey()), publicKey: fromBase64(leaf.account) };
    const device = await createDevice('bo', pair);
    const { groupInfo } = await session.call('encryption:group', { roomId });
    const now = scheduler.now();
    const joined = await joinByExternalCommit(utf8(roomId), fromBase64(groupInfo), device, now);
    await session.call('encryption:commit', {
      roomId,
      epoch: epochOf(joined.group),
      commit: toBase64(joined.commit),
      groupInfo: toBase64(await exportGroupInfo(joined.group)),
    });
    forged = toBase64(device.keys.publicKey);
    session.close();
  });
  await scheduler.runUntil(scheduler.now() + 5_000);
  if (groups.last(roomId) === before) return; // something else was first
  const { seq } = ledger.room(roomId);
  for (const tab of fresh.values())
    world.inTab(tab, 'send', () => {
      tab.rooms
        .get(roomId)
        ?.messages.send({ text: 'after the forged device' })
        .catch(() => undefined);
    });
  await scheduler.runUntil(scheduler.now() + 5_000);
  if (ledger.room(roomId).seq > seq) report('forged: a message is encrypted for a device that nobody signed');
  for (const tab of fresh.values())
    if (
      tab.rooms
        .get(roomId)
        ?.encryption.get()
        ?.devices.some(({ id }) => id === forged)
    )
      report(`forged: ${tab.actor.name} takes in a device that nobody signed`);
};
