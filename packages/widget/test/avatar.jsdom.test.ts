import { expect, test } from 'vitest';
import { pictureUrl, addPictureServer } from '../src/core/picture-url.ts';

const uploaded = '/chat/pictures/018f0000-0000-7000-8000-000000000000?v=abc';

test('uploaded pictures resolve against the chat URL, also behind a proxy that strips a prefix', () => {
  addPictureServer('/app/chat/');
  expect(pictureUrl(uploaded)).toBe(`${location.origin}/app${uploaded}`);
  // A picture of the application's own, and one of elsewhere.
  expect(pictureUrl('/avatars/ana.png')).toBe(`${location.origin}/avatars/ana.png`);
  expect(pictureUrl('https://elsewhere.example/a.png')).toBe(null);
});
