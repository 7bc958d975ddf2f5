import type { MessageItem } from '@chat/client';
import type { Attachment } from '@chat/protocol';
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { ana, fakeChat, luis, message, minutes } from './fixtures/fake-client.ts';
import { mount, settle } from './fixtures/mount.ts';

const conversation = () => {
  const question = message(
    luis,
    '¿Traigo el **DNI** o vale el pasaporte? Es que lo tengo caducado desde hace un mes y no sé si sirve',
    { createdAt: Date.now() - minutes(30) },
  );
  const gone = message(luis, '', { deletedAt: Date.now() });
  const between = Array.from({ length: 30 }, (_, n) => message(n % 2 ? ana : luis, `Mensaje ${n}`));
  return [
    question,
    gone,
    ...between,
    message(ana, 'El DNI, por favor.', { replyTo: question.id }),
    message(luis, 'Vale', { replyTo: gone.id }),
    message(luis, '¿Y esto?', { replyTo: '00000000-0000-7000-8000-00000000dead' }),
    message(luis, '👍', { replyTo: question.id }),
  ];
};

test('a reply quotes its original and jumps to it, by click and by Enter', async () => {
  const items = conversation();
  const { messages, rows } = await mount(fakeChat(items));
  const quotes = [...messages.renderRoot.querySelectorAll<HTMLElement>('.quote')];
  expect(quotes.map((quote) => quote.innerText.replace(/\s+/g, ' ').trim())).toEqual([
    'Luis Ortega ¿Traigo el DNI o vale el pasaporte? Es que lo tengo caducado desde hace un mes y no sé si sirve',
    'Luis Ortega Mensaje eliminado',
    'Mensaje no disponible',
    expect.stringContaining('Luis Ortega ¿Traigo'),
  ]);
  expect(rows().at(-4)?.getAttribute('aria-label')).toContain('en respuesta a Luis Ortega: ¿Traigo el DNI');
  rows().at(-1)?.focus();
  await settle();
  quotes[3]?.focus();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => rows()[0]?.classList.contains('found')).toBe(true);
});

const voiceNote = {
  fileId: 'f',
  name: 'Voice note.webm',
  type: 'audio/webm',
  size: 9,
  durationMs: 65_000,
  waveform: [1, 2],
};
const call: NonNullable<MessageItem['call']> = {
  kind: 'video',
  state: 'ended',
  outcome: 'missed',
  callee: ana.id,
};
const groupCall: NonNullable<MessageItem['groupCall']> = {
  kind: 'audio',
  state: 'ended',
  seats: [],
  most: 3,
  durationMs: 65_000,
};
const recording: Attachment = {
  ...voiceNote,
  name: 'Grabación 1.webm',
  type: 'video/webm',
  durationMs: 42_000,
  callKind: 'video',
};
const files = ['a.png', 'b.pdf'].map((name) => ({ fileId: name, name, type: 'x/y', size: 9 }));
const kinds: [name: string, what: Partial<MessageItem>, said: string][] = [
  ['a call', { kind: 'call', call }, 'Llamada perdida'],
  ['a call for many', { kind: 'call', groupCall }, 'Llamada de voz en grupo · 1:05 · 3 personas'],
  ['a voice note', { attachments: [voiceNote] }, 'Nota de voz · 1:05'],
  ['a recorded call', { attachments: [recording] }, 'Grabación de la videollamada · 0:42'],
  ['several files', { attachments: files }, 'a.png, b.pdf'],
  ['a notice', { kind: 'system', text: 'La cita empieza' }, 'La cita empieza'],
  ['what was deleted', { deletedAt: 1, attachments: [voiceNote] }, 'Mensaje eliminado'],
  ['nothing but marks', { text: '> ' }, '>'],
];

test.each(kinds)('a quote of %s names its kind', async (_, what, expected) => {
  const quoted = message(luis, '', what);
  const { messages, rows } = await mount(fakeChat([quoted, message(ana, 'vale', { replyTo: quoted.id })]));
  const shown = () => messages.renderRoot.querySelector<HTMLElement>('.quote span')?.innerText.trim();
  await expect.poll(shown).toContain(expected);
  expect(rows().at(-1)?.getAttribute('aria-label')).toContain(`en respuesta a Luis Ortega: ${shown()}`);
});

test('a quote shows the current text of its message', async () => {
  const item = message(luis, 'a las ocho');
  const fake = fakeChat([item]);
  const { messages, composer, rows } = await mount(fake);
  rows().at(-1)?.querySelector<HTMLElement>('.more')?.click();
  await settle();
  const menu = messages.renderRoot.querySelector('chat-message-menu');
  menu?.shadowRoot?.querySelector<HTMLElement>('[role=menuitem].reply')?.click();
  const shown = () => composer.renderRoot.querySelector<HTMLElement>('.answering .quoted span')?.innerText;
  await expect.poll(shown).toBe('a las ocho');
  const change = (now: typeof item): void => {
    fake.messages.set({ ...fake.messages.get(), items: [now] });
    const about = { roomId: item.roomId, rev: now.rev, message: now, by: luis.id };
    if (now.deletedAt) fake.tell({ type: 'message:deleted', ...about });
    else fake.tell({ type: 'message:updated', change: 'edit', ...about });
  };
  change({ ...item, rev: item.rev + 1, text: 'a las nueve' });
  await expect.poll(shown).toBe('a las nueve');
  change({ ...item, rev: item.rev + 2, text: '', deletedAt: Date.now() });
  await expect.poll(shown).toBe('Mensaje eliminado');
});

test('the menu starts a reply; the composer shows it, Escape or a button cancels it, sending includes it', async () => {
  const fake = fakeChat(conversation());
  const sent: unknown[] = [];
  const send = fake.room.messages.send;
  fake.room.messages.send = (content) => {
    sent.push(content);
    return send(content);
  };
  const { messages, composer, rows, field } = await mount(fake);
  const open = async () => {
    rows().at(-3)?.querySelector<HTMLElement>('.more')?.click();
    await settle();
    const menu = messages.renderRoot.querySelector('chat-message-menu');
    menu?.shadowRoot?.querySelector<HTMLElement>('[role=menuitem].reply')?.click();
    await settle();
  };
  const shown = () => composer.renderRoot.querySelector<HTMLElement>('.answering');
  await open();
  expect(shown()?.innerText).toContain('Respondiendo a Luis Ortega');
  expect(composer.shadowRoot?.activeElement).toBe(field());
  await userEvent.keyboard('{Escape}');
  await settle();
  expect(shown()).toBeNull();
  await open();
  await userEvent.fill(field(), 'Sí');
  await userEvent.keyboard('{Enter}');
  await settle();
  expect(sent).toEqual([{ text: 'Sí', replyTo: fake.messages.get().items.at(-4)?.id }]);
  expect(shown()).toBeNull();
  await userEvent.fill(field(), 'Otra');
  await userEvent.keyboard('{Enter}');
  await settle();
  expect(sent.at(-1)).toEqual({ text: 'Otra' });
  // Reply during an edit starts the reply and restores the earlier draft.
  await userEvent.fill(field(), 'a medias');
  composer.edit(fake.messages.get().items.at(-6)!);
  await expect.poll(() => field().value).toBe('El DNI, por favor.');
  await expect.poll(() => open().then(() => composer.editing)).toBeNull();
  expect(shown()?.innerText).toContain('Respondiendo a');
  expect(field().value).toBe('a medias');
});
