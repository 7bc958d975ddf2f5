import { setTimeout as sleep } from 'node:timers/promises';
import type { Contender } from '../contender.ts';
import { createDeliveries } from './deliveries.ts';
import { comeIn } from './event-people.ts';
import { connectMember, type Member } from './member.ts';

/** One event, and who looks after it. */
export interface StaffedEvent {
  id: string;
  moderator: Member;
}

const slowModeSeconds = 5;
const removed = 5;

const valueOf = (answer: string): Record<string, unknown> =>
  (JSON.parse(answer) as [{ value: Record<string, unknown> }])[0].value;

/** Makes an event in slow mode. */
export const createEvent = async ({ port, wire }: Contender): Promise<StaffedEvent> => {
  const response = await fetch(`http://127.0.0.1:${port}/api/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"title":"The great evening"}',
  });
  const { id } = (await response.json()) as { id: string };
  const moderator = await connectMember(port, wire, 'Moderator 1', createDeliveries(wire.delivery));
  await moderator.join(id);
  await moderator.call(['room:update', { roomId: id, slowModeSeconds }]);
  return { id, moderator };
};

/** Some come, misbehave and are removed, spread over this time. Throws when one of them hears anything after that. */
export const removeSome = async (
  { id: roomId, moderator }: StaffedEvent,
  server: Contender,
  forMs: number,
): Promise<void> => {
  for (let number = 0; number < removed; number++) {
    const heard = createDeliveries(server.wire.delivery);
    const rude = await comeIn(server, roomId, `Rude ${number}`, heard);
    const me = valueOf(await rude.call(['room:join', { roomId }])).me as { user: { id: string } };
    await sleep(forMs / removed / 2);
    await moderator.call(['member:remove', { roomId, userId: me.user.id }]);
    // Earlier messages may still be in transit for a moment.
    await sleep(forMs / removed / 4);
    const before = heard.count;
    await sleep(forMs / removed / 4);
    if (heard.count > before) throw new Error('somebody who was removed still hears what is said');
    rude.raw.destroy();
  }
  moderator.raw.destroy();
};
