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
