import { expect, vi } from 'vitest';
import { patient } from '../unhurried.ts';
import { line, newId, once, outside, refused, saidSince, target, type Row } from './row.ts';
import { roomId } from './stage.ts';

/** The readers of a message, and ways to find it again. */
export const findingRows: Row[] = [
  {
    feature: 'private messages',
    does: ({ ana }) => ana.room.messages.send({ text: 'solo para Bea', to: ['bea'] }),
    shows: saidSince,
    first: ['solo para Bea'],
    again: ({ rest }) => rest('dan', 'message:send', line('para Bea y Ana', { to: ['bea', 'ana'] })),
    after: {
      bea: ['solo para Bea', 'para Bea y Ana'],
      tablet: ['solo para Bea', 'para Bea y Ana'],
      fresh: ['solo para Bea', 'para Bea y Ana'],
      late: [],
    },
    refused: [
      refused('dan', 'message:send', () => line('no', { to: ['out'] }), 'invalid'),
      refused('dan', 'message:send', () => line('no', { to: ['nobody-of-this-name'] }), 'invalid'),
      refused('mia', 'message:send', () => line('no', { to: ['bea'] }), 'forbidden', 'muted'),
      outside('message:send', () => line('no', { to: ['bea'] })),
    ],
  },
  {
    feature: 'forwarded messages',
    does: ({ ana, said }) => ana.room.messages.forward(said.bea.id, roomId),
    shows: ({ room }) =>
      room.messages
        .get()
        .items.flatMap(({ text, author, forwarded }) =>
          forwarded ? [[text, author.id, forwarded.userId]] : [],
        ),
    first: [['buenas', 'ana', 'bea']],
    again: async ({ rest, said }) => {
      const forwardFrom = { roomId, messageId: said.ana.id };
      await rest('dan', 'message:send', line('hola', { forwardFrom }));
      await rest('dan', 'message:send', line('hola, pero menos', { forwardFrom }));
    },
    after: [
      ['buenas', 'ana', 'bea'],
      ['hola', 'dan', 'ana'],
      // Not their words.
      ['hola, pero menos', 'dan', undefined],
    ],
    refused: [
      outside('message:send', ({ said }) =>
        line('hola', { forwardFrom: { roomId, messageId: said.ana.id } }),
      ),
      refused(
        'dan',
        'message:send',
        () => line('no', { forwardFrom: { roomId, messageId: newId() } }),
        'not_found',
      ),
      refused(
        'mia',
        'message:send',
        ({ said }) => line('hola', { forwardFrom: { roomId, messageId: said.ana.id } }),
        'forbidden',
        'muted',
      ),
    ],
  },
  {
    feature: 'link cards',
    does: async ({ ana, pageUrl }) => {
      const { id: messageId } = await ana.room.messages.send({ text: pageUrl });
      await vi.waitFor(
        () => expect(ana.room.messages.get().items.find(({ id }) => id === messageId)?.card).toBeDefined(),
        patient,
      );
    },
    shows: async ({ room }) => {
      const cards = room.messages.get().items.flatMap(({ card }) => card ?? []);
      const typeOf = async (fileId = ''): Promise<string | null> =>
        (await fetch(await room.files.url(fileId))).headers.get('content-type');
      return Promise.all(cards.map(async ({ title, image }) => [title, await typeOf(image?.fileId)]));
    },
    first: [['Horarios', 'image/webp']],
    again: async ({ rest, ana, pageUrl }) => {
      const [sent] = ana.room.messages.get().items.filter(({ text }) => text === pageUrl);
      await rest('ana', 'card:remove', { roomId, messageId: sent?.id ?? '' });
    },
    after: [],
    refused: [
      outside('card:remove', (stage) => target(stage, 'ana')),
      refused('bea', 'card:remove', (stage) => target(stage, 'dan'), 'forbidden'),
      refused('dan', 'card:remove', () => ({ roomId, messageId: newId() }), 'not_found'),
    ],
  },
  {
    feature: 'pins',
    does: ({ ana, said }) => ana.room.pins.pin(said.bea.id),
    shows: async (person) => {
      await once(person, 'pins', () => person.room.pins.load());
      return person.room.pins.get().items.map(({ text }) => text);
    },
    first: ['buenas'],
    again: async ({ rest, said }) => {
      await rest('ana', 'message:pin', { roomId, messageId: said.dan.id });
      await rest('ana', 'message:unpin', { roomId, messageId: said.bea.id });
      await rest('dan', 'message:edit', { roomId, messageId: said.dan.id, text: 'corregido' });
    },
    after: ['corregido'],
    refused: [
      outside('message:pin', (stage) => target(stage, 'bea')),
      outside('message:pins', () => ({ roomId })),
      refused('bea', 'message:pin', (stage) => target(stage, 'bea'), 'forbidden'),
      refused('bea', 'message:unpin', (stage) => target(stage, 'dan'), 'forbidden'),
    ],
  },
  {
    feature: 'scheduled messages',
    notEphemeral: 'it would not survive a restart',
    does: ({ ana }) => ana.room.scheduled.schedule({ text: 'programado' }, Date.now()),
    shows: saidSince,
    first: ['programado'],
    again: async ({ rest }) => {
      const hour = 3_600_000;
      const [one, other] = [line('uno'), line('otro')];
      for (const each of [one, other])
        await rest('dan', 'message:schedule', { ...each, sendAt: Date.now() + hour });
      const ofDan = { roomId, messageId: other.id };
      await rest('dan', 'message:cancelScheduled', { roomId, messageId: one.id });
      await rest('dan', 'message:editScheduled', { ...ofDan, text: 'otro, ya', sendAt: Date.now() });
    },
    after: ['programado', 'otro, ya'],
    refused: [
      outside('message:schedule', () => ({ ...line('no'), sendAt: 4e12 })),
      outside('message:scheduled', () => ({ roomId })),
      outside('message:editScheduled', (stage) => target(stage, 'bea')),
      outside('message:cancelScheduled', (stage) => target(stage, 'bea')),
      refused('bea', 'message:cancelScheduled', (stage) => target(stage, 'ana'), 'not_found'),
      refused('dan', 'message:schedule', () => ({ ...line('no'), sendAt: 4e12 }), 'too_large'),
      refused('mia', 'message:schedule', () => ({ ...line('no'), sendAt: Date.now() }), 'forbidden', 'muted'),
    ],
  },
  {
    feature: 'saved messages',
    notEphemeral: 'it stores nothing',
    does: ({ bea, said }) => bea.client.saved.add(roomId, said.ana.id),
    shows: async (person) => {
      await once(person, 'saved', () => person.client.saved.load());
      return person.client.saved.get().items.map(({ message }) => message.text);
    },
    first: { bea: ['hola'], tablet: ['hola'], fresh: ['hola'], late: [] },
    again: async ({ rest, said }) => {
      await rest('bea', 'message:save', { roomId, messageId: said.dan.id });
      await rest('bea', 'message:unsave', { roomId, messageId: said.ana.id });
    },
    after: { bea: ['qué tal'], tablet: ['qué tal'], fresh: ['qué tal'], late: [] },
    refused: [
      outside('message:save', (stage) => target(stage, 'bea')),
      outside('message:unsave', (stage) => target(stage, 'bea')),
      refused('dan', 'message:save', () => ({ roomId, messageId: newId() }), 'not_found'),
    ],
  },
  {
    feature: 'reminders of messages',
    notEphemeral: 'it stores nothing',
    does: ({ bea, said }) => bea.client.reminders.set(roomId, said.ana.id, Date.now() + 3_600_000),
    shows: async (person) => {
      await once(person, 'reminders', () => person.client.reminders.load());
      return person.client.reminders.get().items.map(({ message, due = false }) => [message.text, due]);
    },
    first: { bea: [['hola', false]], tablet: [['hola', false]], fresh: [], late: [] },
    again: async ({ rest, said }) => {
      await rest('bea', 'message:remind', { roomId, messageId: said.dan.id, remindAt: Date.now() - 1 });
      await rest('bea', 'message:cancelReminder', { roomId, messageId: said.ana.id });
    },
    after: (() => {
      const due = [['qué tal', true]];
      return { bea: due, tablet: due, fresh: due, late: [] };
    })(),
    refused: [
      outside('message:remind', (stage) => ({ ...target(stage, 'bea'), remindAt: 1 })),
      outside('message:cancelReminder', (stage) => target(stage, 'bea')),
      refused('dan', 'message:remind', () => ({ roomId, messageId: newId(), remindAt: 1 }), 'not_found'),
      refused('dan', 'message:remind', (stage) => ({ ...target(stage, 'bea'), remindAt: 4e12 }), 'too_large'),
    ],
  },
  {
    feature: 'drafts',
    notEphemeral: 'it stores nothing',
    does: async ({ bea }) => {
      await bea.client.drafts.set(roomId, 'borrador');
      await bea.client.drafts.flush();
    },
    shows: async (person) => {
      await once(person, 'drafts', () => person.client.drafts.load());
      return person.client.drafts.get().items.map(({ text }) => text);
    },
    first: { bea: ['borrador'], tablet: ['borrador'], fresh: ['borrador'], late: [] },
    again: async ({ rest, said }) => {
      const { version } = await rest('bea', 'draft:set', { roomId, text: 'para Ana' });
      await rest('bea', 'draft:set', { roomId, threadId: said.ana.id, text: 'en el hilo' });
      await rest('bea', 'message:send', line('para Ana', { draft: version }));
    },
    after: { bea: ['en el hilo'], tablet: ['en el hilo'], fresh: ['en el hilo'], late: [] },
    refused: [
      outside('draft:set', () => ({ roomId, text: 'no' })),
      refused('dan', 'draft:set', () => ({ roomId, threadId: newId(), text: 'no' }), 'not_found'),
    ],
  },
  {
    feature: 'search',
    does: ({ ana }) => ana.room.messages.send({ text: 'una alcachofa' }),
    shows: async ({ room, client }) => {
      const found = async (search: typeof room.search) =>
        (await search('alcachofa')).hits.map(({ message }) => message.text);
      return [await found(room.search), await found(client.search)];
    },
    first: [['una alcachofa'], ['una alcachofa']],
    again: ({ rest }) => rest('dan', 'message:send', line('otra ALCACHÓFA')),
    after: [
      ['otra ALCACHÓFA', 'una alcachofa'],
      ['otra ALCACHÓFA', 'una alcachofa'],
    ],
    refused: [
      outside('message:search', () => ({ roomId, q: 'alcachofa' })),
      refused('dan', 'message:search', () => ({ roomId }), 'invalid'),
      refused('dan', 'message:searchAll', () => ({ cursor: 'x', q: 'a' }), 'invalid'),
    ],
  },
];
