import { text as read } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { storages, start } from '../chat/data-rights-harness.ts';
import { connect, message } from '../chat/harness.ts';

const roomId = 'r';
const recordingId = 'talk';
const begin = 1_800_000_000_000;

const staged = async (make: (typeof storages)[number][1] = storages[0][1]) => {
  const clock = { now: begin };
  const { url, chat } = await start(make, { now: () => clock.now });
  const ana = await connect(url, { name: 'Ana' });
  const bea = await connect(url, { name: 'Bea' });
  for (const peer of [ana, bea]) await peer.call('room:join', { roomId });
  const say = async (seconds: number, text: string, more = {}) => {
    clock.now = begin + seconds * 1_000;
    return ana.call('message:send', { ...message(roomId, text), ...more });
  };
  const exported = (format: 'json' | 'csv' | 'vtt' | 'html' | 'text', id?: string, reader?: string) =>
    read(
      chat.exportRoom(roomId, {
        format,
        ...(id === undefined ? {} : { recordingId: id }),
        ...(reader === undefined ? {} : { reader }),
      }),
    );
  return { url, chat, ana, bea, say, exported };
};

describe.each(storages)('a transcript of a recording with %s', (_, make) => {
  test('has what was recorded, with offsets after cuts', async () => {
    const { url, ana, bea, say, exported } = await staged(make);
    await say(0, 'before');
    await say(61.25, 'one');
    await say(100, 'in the cut');
    await say(130, 'two');
    await ana.call('recording:set', {
      roomId,
      recordingId,
      title: 'Keynote',
      segments: [
        { at: begin + 60_000, offset: 0, duration: 30_000 },
        { at: begin + 120_000, offset: 3_600_000, duration: 60_000 },
      ],
    });
    const { messages } = JSON.parse(await exported('json', recordingId)) as {
      messages: { text: string; offset: number }[];
    };
    expect(messages.map(({ text, offset }) => [text, offset])).toEqual([
      ['one', 1_250],
      ['two', 3_610_000],
    ]);
    expect(await exported('vtt', recordingId)).toBe(
      `WEBVTT r\n\n00:00:01.250 --> 00:00:06.250\n<v Ana>one\n\n01:00:10.000 --> 01:00:15.000\n<v Ana>two\n`,
    );
    expect(await exported('text', recordingId)).toContain('[00:00:01.250] ');
    expect(await exported('html', recordingId)).toContain('01:00:10.000 · ');
    const rows = (await exported('csv', recordingId)).split('\r\n');
    expect(rows[0]).toBe('\uFEFF"seq","time","offset","author","kind","text","attachments","reactions"');
    expect(rows[1]).toBe('"2","2027-01-15T08:01:01.250Z","00:00:01.250","Ana","text","one","",""');
    expect(rows).toHaveLength(4);

    const { url: address } = await ana.call('room:export', { roomId, format: 'vtt', recordingId });
    const response = await fetch(url + address);
    expect(response.headers.get('content-type')).toBe('text/vtt; charset=utf-8');
    expect(response.headers.get('content-disposition')).toContain('Keynote.vtt');
    expect(await response.text()).toContain('<v Ana>two');
    await expect(ana.call('room:export', { roomId, recordingId: 'none' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(bea.call('room:export', { roomId, recordingId })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

test('captions have no markup, empty lines, private or deleted messages', async () => {
  const { ana, bea, say, exported } = await staged();
  await say(1, 'a <b>bold</b> & --> line\n\n\nand\r\nanother');
  await say(2, 'psst', { to: [bea.hello.user.id] });
  const gone = await say(3, 'oops');
  await ana.call('message:delete', { roomId, messageId: gone.id });
  expect(await exported('vtt', undefined, ana.hello.user.id)).toBe(
    'WEBVTT r\n\n00:00:00.000 --> 00:00:05.000\n' +
      '<v Ana>a &lt;b&gt;bold&lt;/b&gt; &amp; --&gt; line\nand\nanother\n',
  );
  expect(await exported('csv', undefined, ana.hello.user.id)).toContain('psst');
  expect(await exported('csv')).not.toContain('psst');
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1+1', '\t=1', '＝1+1'])(
  'no cell of a table is the formula %j',
  async (text) => {
    const { say, exported } = await staged();
    await say(1, text);
    const csv = await exported('csv');
    expect(csv).toContain(`"'${text}"`);
  },
);

test('a table quotes quotes and lines', async () => {
  const { say, exported } = await staged();
  await say(1, 'she said "yes",\nthen left');
  expect(await exported('csv')).toContain('"she said ""yes"",\nthen left"');
});
