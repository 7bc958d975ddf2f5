import type { Attachment } from '@chat/protocol';
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { language } from '../src/i18n/language.ts';
import { sendSeparately } from '../src/features/voice/send-voice-note.ts';
import { fakeChat, luis, message } from './fixtures/fake-client.ts';
import { mount, settle } from './fixtures/mount.ts';

const note: Attachment = { fileId: 'f', name: 'Nota de voz.webm', type: 'audio/webm', size: 9 };

test('a voice note takes the target of the next message, and leaves the draft with its mentions', async () => {
  sessionStorage.clear();
  const question = message(luis, '¿Qué traigo?');
  const fake = fakeChat([question]);
  const { composer, field } = await mount(fake);
  const { client, room } = fake;
  const place = { client, room, language: language('es'), host: composer, features: null };
  field().focus();
  await userEvent.keyboard('Hola @Luis Ortega{Escape}');
  composer.compose('replies', fake.room.messages.get().items[0]);
  await expect.poll(() => composer.renderRoot.querySelector('.answering')).not.toBeNull();

  sendSeparately([note], place);
  await settle();
  expect(fake.sent).toEqual([{ text: '', replyTo: question.id, attachments: [note] }]);
  expect(composer.renderRoot.querySelector('.answering')).toBeNull();
  expect(field().value).toBe('Hola @Luis Ortega');

  field().focus();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => fake.sent.at(-1)).toEqual({ text: 'Hola @Luis Ortega', mentions: [luis.id] });

  // The page may forbid it, like any message.
  composer.addEventListener('chat-before-send', (event) => event.preventDefault());
  sendSeparately([note], place);
  expect(fake.sent).toHaveLength(2);
  sessionStorage.clear();
});
