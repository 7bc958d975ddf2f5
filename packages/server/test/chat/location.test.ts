// A shared location: validated, part of its message, gone with it.
import { geoUri, type Location } from '@chat/protocol';
import { describe, expect, test } from 'vitest';
import { start, storages } from './data-rights-harness.ts';
import { connect, message, startServer } from './harness.ts';

const place: Location = { latitude: 40.41678, longitude: -3.70379, accuracy: 12 };
const roomId = 'r';

test.each(storages)(
  '%s: is stored with its message, is edited with it, and is deleted with it',
  async (_, make) => {
    const { url } = await start(make);
    const ana = await connect(url, { name: 'Ana' });
    const bea = await connect(url, { name: 'Bea' });
    for (const peer of [ana, bea]) await peer.call('room:join', { roomId });
    const input = { ...message(roomId, ''), location: place };
    const sent = await ana.call('message:send', input);
    expect(sent).toMatchObject({ text: '', location: place });
    expect(await ana.call('message:send', input)).toEqual(sent);
    await expect(
      ana.call('message:send', { ...input, location: { ...place, accuracy: 13 } }),
    ).rejects.toMatchObject({ reason: 'id_reused' });
    await bea.until((event) => event.type === 'message:created' && event.message.location !== undefined);
    const edited = await ana.call('message:edit', { roomId, messageId: sent.id, text: 'here' });
    expect(edited).toMatchObject({ text: 'here', location: place });
    expect(await ana.call('message:edit', { roomId, messageId: sent.id, text: '' })).toMatchObject({
      text: '',
    });
    expect((await bea.call('message:list', { roomId })).messages).toMatchObject([{ location: place }]);
    const deleted = await ana.call('message:delete', { roomId, messageId: sent.id });
    expect(deleted).not.toHaveProperty('location');
    const restored = await ana.call('message:restore', { roomId, messageId: sent.id });
    expect(restored).toMatchObject({ location: place });
  },
);

test('is refused if it is no place', async () => {
  const { url } = await startServer();
  const ana = await connect(url);
  await ana.call('room:join', { roomId });
  const wrong = [
    { latitude: 91, longitude: 0 },
    { latitude: 0, longitude: -180.1 },
    { latitude: 0, longitude: 0, accuracy: -1 },
    { latitude: 0, longitude: 0, accuracy: 2e6 },
    { latitude: '0', longitude: 0 },
    { latitude: 0 },
    { latitude: 0, longitude: 0, altitude: 1 },
  ];
  for (const location of wrong)
    await expect(
      ana.call('message:send', { ...message(roomId, 'x'), location: location as never }),
    ).rejects.toMatchObject({ code: 'invalid' });
});

test('is no emoji, is held for approval with its message, and is in the transcript', async () => {
  const { url, chat } = await startServer();
  const ana = await connect(url, { name: 'Ana' });
  const bea = await connect(url, { name: 'Bea' });
  await ana.call('room:create', { roomId, emojiOnly: true });
  for (const peer of [ana, bea]) await peer.call('room:join', { roomId });
  await expect(bea.call('message:send', { ...message(roomId, '👍'), location: place })).rejects.toMatchObject(
    { reason: 'emoji_only' },
  );
  await ana.call('room:update', { roomId, emojiOnly: false, approval: 'everyone' });
  const input = { ...message(roomId, ''), location: place };
  await expect(bea.call('message:send', input)).rejects.toMatchObject({ reason: 'pending_approval' });
  const { messages: pending } = await ana.call('approval:list', { roomId });
  expect(pending).toMatchObject([{ message: { location: place } }]);
  await ana.call('approval:approve', { roomId, messageId: input.id });
  const { url: address } = await ana.call('room:export', { roomId, format: 'text' });
  expect(await (await fetch(new URL(address, url))).text()).toContain('geo:40.41678,-3.70379;u=12');
  void chat;
});

describe('its geo address', () => {
  test.each([
    [{ latitude: 0, longitude: 0 }, 'geo:0,0'],
    [{ latitude: -0.0000001, longitude: 180 }, 'geo:0,180'],
    [{ latitude: 1e-5, longitude: -90.5, accuracy: 4.6 }, 'geo:0.00001,-90.5;u=5'],
    [{ latitude: 10, longitude: 100 }, 'geo:10,100'],
  ])('of %o is %s', (location, address) => expect(geoUri(location)).toBe(address));
});
