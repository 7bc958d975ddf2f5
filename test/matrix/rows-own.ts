import sharp from 'sharp';
import { itemOf, line, lookersAre, once, outside, refused, type Row } from './row.ts';
import { roomId, type Person } from './stage.ts';

const listed = ({ client }: Person) => client.rooms.get().items.find(({ room }) => room.id === roomId);

const portrait = async (): Promise<Blob> => {
  const bytes = await sharp({ create: { width: 300, height: 200, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  return new Blob([new Uint8Array(bytes)], { type: 'image/png' });
};

/** A user's actions on a room in the list, and an admin's on a user. */
export const ownRows: Row[] = [
  {
    feature: 'marking a room as unread and as read from the room list',
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
    feature: 'delivery receipts',
    does: ({ ana }) => ana.room.messages.send({ text: 'más' }),
    shows: async (person) => {
      await once(person, 'receipts', () => person.room.receipts.load());
      const { dan } = person.room.receipts.get().others;
      return [dan?.delivered === person.room.messages.get().items.at(-1)?.seq, dan?.seq ?? 0];
    },
    first: [true, 0],
    again: ({ rest }) => rest('ana', 'message:send', line('y más')),
    after: [true, 0],
    refused: [
      outside('receipt:delivered', () => ({ roomId, seq: 1 })),
      refused('bea', 'receipt:delivered', () => ({ roomId, seq: -1 }), 'invalid'),
    ],
  },
  {
    feature: 'profile pictures',
    does: async ({ ana }) => ana.client.users.setPicture(await portrait()),
    shows: async (person) => {
      const { user } = await person.client.users.get('ana');
      const inRoom = person.room.members.get().items.find((each) => each.user.id === 'ana');
      return [user.avatarUrl !== undefined, inRoom?.user.avatarUrl === user.avatarUrl];
    },
    first: [true, true],
    again: ({ rest }) => rest('ana', 'user:update', { avatarUrl: null }),
    after: [false, true],
    refused: [
      refused('bea', 'user:update', () => ({ avatarUrl: 'javascript:alert(1)' }), 'invalid'),
      refused('zoe', 'user:get', () => ({ userId: 'ana' }), 'not_found'),
    ],
  },
  {
    feature: 'blocked users, for oneself alone',
    does: ({ bea }) => bea.client.users.block('dan'),
    shows: async ({ client, room }) => [
      room.state.get().blocked,
      (await client.users.blocked()).users.map(({ user }) => user.name),
    ],
    first: [['dan'], ['Dan']],
    again: async ({ rest }) => {
      await rest('bea', 'user:block', { userId: 'ana' });
      await rest('bea', 'user:unblock', { userId: 'dan' });
    },
    after: { bea: [['ana'], ['Ana']], tablet: [['ana'], ['Ana']], fresh: [['ana'], ['Ana']], late: [[], []] },
    refused: [
      refused('bea', 'user:block', () => ({ userId: 'bea' }), 'invalid'),
      refused('zoe', 'user:block', () => ({ userId: 'ana' }), 'not_found'),
    ],
  },
  {
    feature: 'locations',
    does: ({ ana }) => ana.room.messages.send({ text: '', location: { latitude: 40.4, longitude: -3.7 } }),
    shows: ({ room }) => room.messages.get().items.flatMap(({ location }) => location ?? []),
    first: [{ latitude: 40.4, longitude: -3.7 }],
    again: ({ rest }) =>
      rest('dan', 'message:send', line('en el polo', { location: { latitude: -90, longitude: 180 } })),
    after: [
      { latitude: 40.4, longitude: -3.7 },
      { latitude: -90, longitude: 180 },
    ],
    refused: [
      refused('bea', 'message:send', () => line('', { location: { latitude: 91, longitude: 0 } }), 'invalid'),
      refused(
        'mia',
        'message:send',
        () => line('', { location: { latitude: 1, longitude: 1 } }),
        'forbidden',
        'muted',
      ),
      outside('message:send', () => line('', { location: { latitude: 1, longitude: 1 } })),
    ],
  },
  {
    feature: 'custom emoji',
    does: ({ ana, said }) => ana.room.reactions.add(said.bea.id, ':logo:'),
    shows: async (person, { said }) => [
      itemOf(person, said.bea)?.reactions.map(({ emoji, count }) => [emoji, count]),
      (await person.client.customEmoji.list()).map(({ name }) => name),
    ],
    first: [[[':logo:', 1]], ['logo']],
    again: ({ rest, said }) =>
      rest('dan', 'reaction:add', { roomId, messageId: said.bea.id, emoji: ':logo:' }),
    after: [[[':logo:', 2]], ['logo']],
    refused: [
      refused(
        'bea',
        'reaction:add',
        ({ said }) => ({ roomId, messageId: said.ana.id, emoji: ':nadie:' }),
        'invalid',
      ),
    ],
  },
  {
    feature: 'summaries of what the user may read',
    does: ({ ana }) => ana.room.messages.send({ text: 'traed el DNI' }),
    shows: async ({ client }, { said }) =>
      (await client.call('summary:create', { roomId, after: said.mia.seq })).text,
    first: 'Ana: traed el DNI',
    again: async ({ rest }) => {
      await rest('dan', 'message:send', line('solo para Ana', { to: ['ana'] }));
      await rest('dan', 'message:send', line('y una copia'));
    },
    after: 'Ana: traed el DNI; Dan: y una copia',
    refused: [outside('summary:create', () => ({ roomId, after: 0 }))],
  },
  {
    feature: 'e-mail settings',
    does: ({ bea }) => bea.client.notifications.update({ email: 'none' }),
    shows: async ({ client }) => (await client.notifications.settings()).email,
    first: 'none',
    again: ({ rest }) => rest('bea', 'notification:settings', { email: 'all' }),
    after: { bea: 'all', tablet: 'all', fresh: 'all', late: 'mentions' },
    refused: [refused('bea', 'notification:settings', () => ({ email: 'often' as never }), 'invalid')],
  },
  {
    feature: 'last seen, with its privacy setting',
    does: async ({ dan }) => {
      await dan.client.users.update({ lastSeen: 'nobody' });
      await dan.client.close();
    },
    shows: async ({ client }) => {
      const { status, lastSeenAt } = await client.users.get('dan');
      return [status, lastSeenAt !== undefined];
    },
    first: ['offline', false],
    again: ({ rest }) => rest('dan', 'user:update', { lastSeen: 'everyone' }),
    after: ['offline', true],
    refused: [
      refused('bea', 'user:update', () => ({ lastSeen: 'friends' as never }), 'invalid'),
      refused('zoe', 'user:get', () => ({ userId: 'dan' }), 'not_found'),
    ],
  },
  {
    feature: 'the state of the webhooks, for admins',
    does: async ({ come }) => (await come('adm')).client.call('webhook:list', {}),
    shows: ({ client }) =>
      client.call('webhook:list', {}).then(
        ({ webhooks }) => webhooks,
        (error: { code: string }) => error.code,
      ),
    first: 'forbidden',
    again: ({ rest }) => rest('adm', 'webhook:list', { limit: 1 }),
    after: 'forbidden',
    refused: [
      refused('ana', 'webhook:list', () => ({}), 'forbidden'), // who owns the room
      refused('zoe', 'webhook:list', () => ({ limit: 1 }), 'forbidden'),
    ],
  },
  {
    feature: 'the state of the server and the end of connections, for admins',
    does: async ({ come }) => (await come('adm')).client.call('server:stats', {}),
    shows: ({ client }) =>
      client.call('server:stats', {}).then(
        ({ health }) => health,
        (error: { code: string }) => error.code,
      ),
    first: 'forbidden',
    again: ({ rest }) => rest('adm', 'user:revoke', { userId: 'mia' }),
    after: 'forbidden',
    refused: [
      refused('ana', 'server:stats', () => ({}), 'forbidden'),
      refused('ana', 'moderation:list', () => ({}), 'forbidden'), // who owns the room
      refused('ana', 'user:revoke', () => ({ userId: 'bea' }), 'forbidden'),
      refused('zoe', 'user:revoke', () => ({ userId: 'zoe' }), 'forbidden'),
    ],
  },
  {
    feature: 'erasure by an admin',
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
