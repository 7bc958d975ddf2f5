import { expect, test } from 'vitest';
import { pictureOf, picturesFrom } from '../src/core/picture-url.ts';

const uploaded = '/chat/pictures/018f0000-0000-7000-8000-000000000000?v=abc';

test('uploaded pictures are found below the address of the chat, behind a proxy that strips a prefix too', () => {
  picturesFrom('/app/chat/');
  expect(pictureOf(uploaded)).toBe(`${location.origin}/app${uploaded}`);
  // A picture of the application's own, and one of elsewhere.
  expect(pictureOf('/avatars/ana.png')).toBe(`${location.origin}/avatars/ana.png`);
  expect(pictureOf('https://elsewhere.example/a.png')).toBe(null);
});
