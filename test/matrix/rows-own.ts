import { line, lookersAre, outside, refused, type Row } from './row.ts';
import { roomId, type Person } from './stage.ts';

const listed = ({ client }: Person) => client.rooms.get().items.find(({ room }) => room.id === roomId);

/** What one does about a room from the list, and what an admin does about somebody. */
export const ownRows: Row[] = [
  {
    feature: 'a room that is marked as unread and as read from the list',
    before: ({ tablet, said }) => tablet.client.call('receipt:read', { roomId, seq: said.mia.seq }),
    does: ({ tablet }) => tablet.client.call('receipt:unread', { roomId }),
    shows: (person) => [listed(person)?.unread, person.room.receipts.get().unread],
    first: [1, 1],
    again: async ({ rest, said }) => {
      await rest('bea', 'receipt:read', { roomId, seq: said.mia.seq });
      await rest('ana', 'message:send', line('más'));
      await rest('ana', 'message:send', line('y más'));
      await rest('bea', 'receipt:unread', { roomId, seq: said.mia.seq });
    },
    after: { bea: [3, 3], tablet: [3, 3], fresh: [3, 3], late: [6, 6] },
    refused: [
      outside('receipt:unread', () => ({ roomId })),
      outside('receipt:read', () => ({ roomId, seq: 1 })),
      refused('bea', 'receipt:read', () => ({ roomId, seq: -1 }), 'invalid'),
      refused('bea', 'receipt:unread', () => ({ roomId, seq: -1 }), 'invalid'),
    ],
  },
  {
    feature: 'somebody whom an admin erases',
    before: async (stage) => {
      await lookersAre('moderator')(stage);
      await stage.dan.room.reactions.add(stage.said.ana.id, '👍');
      await stage.dan.client.users.update({ about: 'soy Dan' });
    },
    does: async ({ come }) => (await come('adm')).client.call('user:erase', { userId: 'dan' }),
    shows: async (person) => {
      while (await person.room.members.loadMore());
      const { items } = person.room.messages.get();
      const { items: members } = person.room.members.get();
      return [
        items.slice(0, 4).map(({ author, text, reactions }) => [author.name, text, reactions.length]),
        members.map(({ user }) => user.id).filter((id) => ['dan', 'mia'].includes(id)),
        await person.client.users.get('dan').then(
          ({ about }) => about,
          (error: { code: string }) => error.code,
        ),
      ];
    },
    first: [
      [
        ['Ana', 'hola', 0],
        ['Bea', 'buenas', 0],
        ['', '', 0],
        ['Mia', 'aquí estoy', 0],
      ],
      ['mia'],
      'not_found',
    ],
    again: ({ rest }) => rest('adm', 'user:erase', { userId: 'mia' }),
    after: [
      [
        ['Ana', 'hola', 0],
        ['Bea', 'buenas', 0],
        ['', '', 0],
        ['', '', 0],
      ],
      [],
      'not_found',
    ],
    refused: [
      // To who may not it is the same whether there is such a user, or was.
      refused('bea', 'user:erase', () => ({ userId: 'dan' }), 'forbidden'),
      refused('ana', 'user:erase', () => ({ userId: 'bea' }), 'forbidden'),
      refused('ana', 'user:export', () => ({ userId: 'dan' }), 'forbidden'),
      // Nobody comes back, nor is brought back.
      refused('dan', 'user:update', () => ({ about: 'otra vez' }), 'forbidden', 'erased'),
      refused('dan', 'notification:settings', () => ({ level: 'none' }), 'forbidden', 'erased'),
      refused('ana', 'member:add', () => ({ roomId, userId: 'dan' }), 'not_found'),
      refused('ana', 'member:ban', () => ({ roomId, userId: 'mia' }), 'not_found'),
      outside('member:list', () => ({ roomId })),
      outside('room:get', () => ({ roomId })),
    ],
  },
];
