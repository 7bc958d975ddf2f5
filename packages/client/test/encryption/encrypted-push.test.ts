// Push messages of encrypted rooms: no text, and what a device with the key needs to show one.
import { webPush } from '@chat/server/push';
import { expect, test } from 'vitest';
import { startPushService } from '../../../server/test/push-service.ts';
import { encryptedRoom } from './encrypted-room.ts';

const canary = 'canario-azul';

test('a push has no text; a short message comes encrypted', async () => {
  const service = await startPushService();
  const push = webPush({ subject: 'mailto:ops@example.org', services: [service.host], agent: service.agent });
  const { open, clientOf, roomId } = await encryptedRoom(['ann', 'bob'], { push });
  const [ann, bob] = [await open('ann'), await open('bob')];
  await clientOf(bob).call('notification:subscribe', service.device('bob'));
  await bob.presence.set('away');
  const sent = await ann.messages.send({ text: `${canary} uno` });
  const { payload } = await service.delivery(0);
  expect(payload).toMatchObject({ roomId, messageId: sent.id, text: '', encrypted: true });
  expect(payload['sealed']).toEqual({ ...sent.encrypted, userId: 'ann', kind: 'text' });
  // The second one waits for five seconds.
  const reply = await ann.messages.send({ text: canary.repeat(400), replyTo: sent.id });
  const second = await service.delivery(1);
  expect(second.payload).toMatchObject({ messageId: reply.id, text: '', encrypted: true });
  expect(second.payload['sealed']).toBeUndefined();
  const all = JSON.stringify(service.deliveries);
  expect(all).not.toContain(canary);
  expect(
    Math.max(...service.deliveries.map((each) => JSON.stringify(each.payload).length)),
  ).toBeLessThanOrEqual(3_000);
});
