import { bot } from '@chat/server';
import sharp from 'sharp';
import type { UploadOptions } from '@chat/client';
import { line, outside, refused, target, type Row } from './row.ts';
import { roomId, type Person, type Stage, type Who } from './stage.ts';

const picture = async () => {
  const bytes = await sharp({ create: { width: 800, height: 600, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  return new File([new Uint8Array(bytes)], 'foto.png', { type: 'image/png' });
};
const paper = (text: string, name = 'carta.txt') => new File([text], name, { type: 'text/plain' });

/** A second of silence. */
const note = () => {
  const wav = Buffer.alloc(44 + 8_000);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + 8_000, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(8_000, 24);
  wav.writeUInt32LE(8_000, 28);
  wav.writeUInt16LE(1, 32);
  wav.writeUInt16LE(8, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(8_000, 40);
  return new File([new Uint8Array(wav)], 'nota.wav', { type: 'audio/wav' });
};

/** Puts a file on the server and sends it, all by REST. */
const sendByRest = async (
  { url, rest }: Stage,
  who: Who,
  file: File,
  fields: Record<string, string> = {},
) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', file);
  const headers = { authorization: `Bearer ${who}/rest` };
  const response = await fetch(`${url}/chat/api/rooms/${roomId}/files`, {
    method: 'POST',
    headers,
    body: form,
  });
  const { fileId } = (await response.json()) as { fileId: string };
  return rest(who, 'message:send', line('', { attachments: [{ fileId }] }));
};

const attached = ({ room }: Person) => room.messages.get().items.flatMap(({ attachments }) => attachments);
const bytesOf = async ({ room }: Person, fileId: string, variant: 'original' | 'thumbnail' = 'original') =>
  new Uint8Array(await (await fetch(await room.files.url(fileId, variant))).arrayBuffer());
const fileOf = new WeakMap<Stage, string>();
/** Ana sends a file. */
const sendFile = async (stage: Stage, file: File, options: UploadOptions = {}): Promise<void> => {
  const { room } = stage.ana;
  const uploaded = await room.files.upload(file, options);
  fileOf.set(stage, uploaded.fileId);
  await room.messages.send({ text: 'mirad', attachments: [uploaded] });
};
const fileId = (stage: Stage): string => fileOf.get(stage) ?? '';

const withFile = (fileId: string) => line('', { attachments: [{ fileId }] });
const unknownFile = '00000000-0000-7000-8000-000000000000';
const presence = ({ room }: Person, userId: string) =>
  room.presence.get().users.find(({ user }) => user.id === userId);

/** Files, and people. */
export const peopleRows: Row[] = [
  {
    feature: 'images',
    does: async (stage) => sendFile(stage, await picture()),
    shows: async (person) =>
      Promise.all(
        attached(person).map(async ({ fileId, name, type, width, height, thumbnail }) => [
          [name, type, width, height, thumbnail],
          (await bytesOf(person, fileId, 'thumbnail')).length > 0,
        ]),
      ),
    first: [[['foto.png', 'image/png', 800, 600, true], true]],
    again: async (stage) => sendByRest(stage, 'dan', await picture()),
    after: [
      [['foto.png', 'image/png', 800, 600, true], true],
      [['foto.png', 'image/png', 800, 600, true], true],
    ],
    refused: [
      outside('file:list', () => ({ roomId })),
      outside('file:url', (stage) => ({ fileId: fileId(stage) })),
      outside('file:delete', (stage) => ({ fileId: fileId(stage) })),
      refused('zoe', 'file:url', () => ({ fileId: unknownFile }), 'not_found'),
      refused('bea', 'file:delete', (stage) => ({ fileId: fileId(stage) }), 'forbidden'),
      // Of another, or sent already: as one that there is not.
      refused('bea', 'message:send', (stage) => withFile(fileId(stage)), 'not_found', 'file_unknown'),
      refused('ana', 'message:send', (stage) => withFile(fileId(stage)), 'not_found', 'file_unknown'),
      refused('bea', 'message:send', () => withFile(unknownFile), 'not_found', 'file_unknown'),
    ],
  },
  {
    feature: 'documents and their deletion',
    does: (stage) => sendFile(stage, paper('querida Bea')),
    shows: async (person) =>
      Promise.all(
        attached(person).map(async ({ fileId, name, size }) => [
          name,
          size,
          new TextDecoder().decode(await bytesOf(person, fileId)),
        ]),
      ),
    first: [['carta.txt', 11, 'querida Bea']],
    again: async (stage) => {
      await sendByRest(stage, 'dan', paper('otra', 'otra.txt'));
      await stage.rest('ana', 'file:delete', { fileId: fileId(stage) });
    },
    after: [['otra.txt', 4, 'otra']],
    refused: [
      // It is gone.
      refused('bea', 'file:url', (stage) => ({ fileId: fileId(stage) }), 'not_found'),
      refused('dan', 'file:list', () => ({ roomId, before: 'no id' }), 'invalid'),
    ],
  },
  {
    feature: 'voice notes',
    does: (stage) => sendFile(stage, note(), { durationMs: 1_000, waveform: [0, 50, 100] }),
    shows: (person) => attached(person).map(({ type, durationMs, waveform }) => [type, durationMs, waveform]),
    first: [['audio/wav', 1_000, [0, 50, 100]]],
    again: (stage) => sendByRest(stage, 'dan', note(), { durationMs: '900', waveform: '7,8' }),
    after: [
      ['audio/wav', 1_000, [0, 50, 100]],
      ['audio/wav', 900, [7, 8]],
    ],
    refused: [outside('file:url', (stage) => ({ fileId: fileId(stage) }))],
  },
  {
    feature: 'profiles',
    does: ({ ana }) => ana.client.users.update({ about: 'Hola', fields: { city: 'Lima' } }),
    shows: async ({ client }) => {
      const { about, fields } = await client.users.get('ana');
      return [about, fields?.map(({ label, value }) => [label, value])];
    },
    first: ['Hola', [['Ciudad', 'Lima']]],
    again: ({ rest }) => rest('ana', 'user:update', { about: 'Adiós', fields: { city: null } }),
    after: ['Adiós', undefined],
    refused: [
      refused('zoe', 'user:get', () => ({ userId: 'ana' }), 'not_found'),
      refused('bea', 'user:update', () => ({ name: 'Beatriz' }), 'forbidden'),
      refused('bea', 'user:update', () => ({ fields: { rank: 'jefa' } }), 'invalid'),
      refused('bea', 'user:update', () => ({ avatarUrl: '//elsewhere.test/a.png' }), 'invalid'),
    ],
  },
  {
    feature: 'user search',
    does: ({ ana }) => ana.client.users.update({ about: 'x' }),
    shows: async ({ client }) => (await client.users.search('an')).users.map(({ user }) => user.id),
    first: ['ana'],
    again: ({ rest }) => rest('out', 'user:search', { query: 'zo' }),
    after: ['ana'],
    refused: [refused('bea', 'user:search', () => ({ query: 'x'.repeat(101) }), 'invalid')],
  },
  {
    feature: 'status',
    does: ({ ana }) => ana.client.users.setStatus('busy', { text: 'en cita' }),
    shows: async (person) => {
      const { status, statusText } = await person.client.users.get('ana');
      const here = presence(person, 'ana');
      return [status, statusText, here?.status, here?.statusText];
    },
    first: ['busy', 'en cita', 'busy', 'en cita'],
    again: ({ rest }) => rest('ana', 'presence:set', { status: 'away', text: 'comiendo' }),
    after: ['away', 'comiendo', 'away', 'comiendo'],
    refused: [
      refused('bea', 'presence:set', () => ({ status: 'offline' as never }), 'invalid'),
      refused('bea', 'presence:set', () => ({ status: 'busy', text: '\u202Ex' }), 'invalid'),
    ],
  },
  {
    feature: 'notification settings',
    does: ({ tablet }) => tablet.client.notifications.update({ level: 'mentions' }),
    shows: async ({ client }) => {
      const { level, rooms } = await client.notifications.settings();
      return [level, rooms];
    },
    first: ['mentions', {}],
    again: ({ rest }) => rest('bea', 'notification:settings', { roomId, level: 'none' }),
    after: {
      bea: ['mentions', { [roomId]: 'none' }],
      tablet: ['mentions', { [roomId]: 'none' }],
      fresh: ['mentions', { [roomId]: 'none' }],
      late: ['all', {}],
    },
    refused: [
      refused('bea', 'notification:settings', () => ({ level: 'some' as never }), 'invalid'),
      refused(
        'bea',
        'notification:settings',
        () => ({ quiet: { from: '25:00', to: '7', timeZone: 'X' } }),
        'invalid',
      ),
      refused(
        'bea',
        'notification:subscribe',
        () => ({
          endpoint: 'https://fcm.googleapis.com/x',
          keys: { p256dh: 'x'.repeat(87), auth: 'x'.repeat(22) },
        }),
        'not_found',
      ),
    ],
  },
  {
    feature: 'bots',
    does: async ({ ana, chat, rest }) => {
      const robi = bot(chat, { id: 'robi', name: 'Robi' });
      await rest('adm', 'member:add', { roomId, userId: 'robi' });
      robi.onMessage(/hora/, ({ text }) => `¿${text}? Las doce.`);
      robi.onCommand('hora', { description: 'La hora', run: () => 'Las doce.' });
      await robi.join(roomId);
      await ana.room.messages.send({ text: 'hora' });
    },
    shows: async ({ room }) => [
      room.messages
        .get()
        .items.filter(({ author }) => author.bot)
        .map(({ text, author }) => [author.name, text]),
      (await room.slash.list()).map(({ name }) => name),
    ],
    first: [[['Robi', '¿hora? Las doce.']], ['dado', 'hora']],
    again: ({ rest }) => rest('dan', 'slash:run', { roomId, name: 'hora' }),
    after: [
      [
        ['Robi', '¿hora? Las doce.'],
        ['Robi', 'Las doce.'],
      ],
      ['dado', 'hora'],
    ],
    refused: [
      refused('dan', 'message:send', () => line('no', { streaming: true }), 'forbidden'),
      refused(
        'dan',
        'message:edit',
        (stage) => ({ ...target(stage, 'dan'), text: 'no', streaming: true }),
        'forbidden',
      ),
      refused('mia', 'slash:run', () => ({ roomId, name: 'hora' }), 'forbidden', 'muted'),
    ],
  },
];
