import { createHmac } from 'node:crypto';
import { verifyWebhook, WebhookVerificationError } from '@chat/server';
import { expect, test } from 'vitest';
import { secret } from './webhook-receiver.ts';

const other = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;
const at = 1_800_000_000_000;
const now = () => at;
const body = JSON.stringify({ type: 'room:updated', roomId: 'r', rev: 2, room: { title: 'Café ☕' } });

const headersBy = (key: string, timestamp = at / 1_000, content = body) => ({
  'webhook-id': 'evt_1',
  'webhook-timestamp': `${timestamp}`,
  'webhook-signature': `v1,${createHmac('sha256', Buffer.from(key.slice(6), 'base64'))
    .update(`evt_1.${timestamp}.${content}`)
    .digest('base64')}`,
});

test('a genuine webhook is returned, from a string or bytes, and headers of Node or fetch', () => {
  const headers = headersBy(secret);
  expect(verifyWebhook(body, headers, secret, { now })).toEqual(JSON.parse(body));
  expect(verifyWebhook(Buffer.from(body), new Headers(headers), secret, { now })).toEqual(JSON.parse(body));
});

test('each of several secrets and of several signatures counts, so that a secret can change', () => {
  const both = { ...headersBy(secret) };
  both['webhook-signature'] = `v2,x ${headersBy(other)['webhook-signature']} ${both['webhook-signature']}`;
  expect(() => verifyWebhook(body, both, secret, { now })).not.toThrow();
  expect(() => verifyWebhook(body, both, other, { now })).not.toThrow();
  expect(() => verifyWebhook(body, headersBy(other), [secret, other], { now })).not.toThrow();
});

test.each([
  ['another secret', body, headersBy(other)],
  ['another body', body.replace('r', 'x'), headersBy(secret)],
  ['another id', body, { ...headersBy(secret), 'webhook-id': 'evt_2' }],
  ['an old timestamp', body, headersBy(secret, at / 1_000 - 301)],
  ['a future timestamp', body, headersBy(secret, at / 1_000 + 301)],
  ['a timestamp that is no number', body, { ...headersBy(secret), 'webhook-timestamp': '1e9' }],
  ['another version', body, { ...headersBy(secret), 'webhook-signature': 'v2,AAAA' }],
  ['an empty signature', body, { ...headersBy(secret), 'webhook-signature': 'v1,' }],
  ['no signature', body, { ...headersBy(secret), 'webhook-signature': undefined }],
  ['no headers', body, {}],
])('a webhook with %s is rejected', (_what, content, headers) => {
  expect(() => verifyWebhook(content, headers, secret, { now })).toThrow(WebhookVerificationError);
});

test('a secret that is not one is an error of the application', () => {
  for (const wrong of ['', 'secret', 'whsec_', 'whsec_c2hvcnQ='])
    expect(() => verifyWebhook(body, headersBy(secret), wrong, { now })).toThrow(TypeError);
});
