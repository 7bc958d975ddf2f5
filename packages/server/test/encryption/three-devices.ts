import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Peer } from '../chat/harness.ts';
import { signedIn, startTwo } from '../live/two-nodes.ts';
import { mlsMember } from './mls-member.ts';

export const newRoomId = (): string => `r-${randomUUID()}`;

/** Ann's encrypted room, with Bob and Cid on the other node, and a device of each in its group. */
export const threeDevices = async (
  make: () => Parameters<typeof startTwo>[0],
  history: 'all' | 'since-join' = 'since-join',
) => {
  const nodes = await startTwo(make());
  const roomId = newRoomId();
  const ann = await signedIn(nodes[0], 'ann');
  const [bob, cid] = [await signedIn(nodes[1], 'bob'), await signedIn(nodes[1], 'cid')];
  for (const peer of [ann, bob, cid]) await peer.call('room:join', { roomId: 'plaza' });
  const room = await ann.call('room:create', {
    roomId,
    type: 'private',
    encryption: 'e2ee',
    userIds: ['bob', 'cid'],
    history,
  });
  expect(room).toMatchObject({ encryption: 'e2ee' });
  for (const peer of [bob, cid]) await peer.call('member:accept', { roomId });
  for (const peer of [ann, bob, cid]) await peer.call('room:join', { roomId });
  const devices = {
    ann: await mlsMember(ann, 'ann', roomId),
    bob: await mlsMember(bob, 'bob', roomId),
    cid: await mlsMember(cid, 'cid', roomId),
  };
  await expect(ann.call('encryption:group', { roomId })).rejects.toMatchObject({ code: 'not_found' });
  expect(await devices.ann.create()).toEqual({ epoch: 0 });
  expect(await devices.bob.join()).toMatchObject({ epoch: 1 });
  expect(await devices.cid.join()).toMatchObject({ epoch: 2 });
  for (const device of [devices.ann, devices.bob]) await device.catchUp();
  return { nodes, roomId, ann, bob, cid, devices };
};

/** Returns the group of the room, as the last event says. */
export const groupIn = ({ events }: Peer) =>
  events.flatMap((event) => (event.type === 'room:updated' ? [event.room.mlsGroup] : [])).at(-1);
