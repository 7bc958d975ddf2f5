import { expect, test } from 'vitest';
import { connect, startServer } from './harness.ts';

test('commands are counted by name and outcome, with their durations', async () => {
  const { url, chat } = await startServer();
  const ana = await connect(url);
  await ana.call('room:join', { roomId: 'r' });
  await ana.call('message:send', { roomId: 'r', id: crypto.randomUUID(), text: 'hello' });
  await expect(ana.call('message:send', { roomId: 'r', id: 'no id', text: 'x' })).rejects.toMatchObject({
    code: 'invalid',
  });
  await expect(ana.socket.emitWithAck('make:believe', {})).resolves.toMatchObject({ ok: false });

  const lines = chat.metrics().split('\n');
  const value = (sample: string) => lines.find((line) => line.startsWith(`${sample} `))?.split(' ')[1];
  expect(value('chat_connections')).toBe('1');
  expect(value('chat_users')).toBe('1');
  expect(value('chat_rooms')).toBe('1');
  expect(value('chat_load{level="calm"}')).toBe('1');
  expect(value('chat_commands_total{command="message:send",outcome="ok"}')).toBe('1');
  expect(value('chat_commands_total{command="message:send",outcome="invalid"}')).toBe('1');
  expect(value('chat_commands_total{command="unknown",outcome="invalid"}')).toBe('1');
  expect(value('chat_command_duration_seconds_count{command="message:send"}')).toBe('2');
  expect(value('chat_command_duration_seconds_bucket{command="message:send",le="+Inf"}')).toBe('2');
  // Every line is a comment, or a sample as Prometheus reads one; each bound holds those of the one below it.
  const sample = /^[a-z_]+(\{[a-z]+="[^"\\\n]*"(,[a-z]+="[^"\\\n]*")*\})? -?\d+(\.\d+)?(e-?\d+)?$/;
  expect(lines.filter((line) => line !== '' && !line.startsWith('# ') && !sample.test(line))).toEqual([]);
  const buckets = lines
    .filter((line) => line.startsWith('chat_command_duration_seconds_bucket{command="room:join"'))
    .map((line) => Number(line.split(' ')[1]));
  expect(buckets).toEqual(buckets.toSorted((one, other) => one - other));
  expect(buckets.at(-1)).toBe(1);
});
