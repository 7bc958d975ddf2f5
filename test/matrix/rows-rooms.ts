import { expect } from 'vitest';
import { patient } from '../unhurried.ts';
import { line, newId, once, outside, refused, saidSince, target, type Row } from './row.ts';
import { mlsMember, sealed } from '../../packages/server/test/encryption/mls-member.ts';
import { roomId, type Person } from './stage.ts';

const listed = ({ client }: Person, id: string) =>
  client.rooms.get().items.find(({ room }) => room.id === id);
/** Everybody who belongs to the room, present or not. */
const people = async (person: Person) => {
  while (await person.room.members.loadMore());
  return person.room.members.get().items;
};
const roles = async (person: Person) =>
  Object.fromEntries((await people(person)).map(({ user, role }) => [user.id, role]));
/** The codes of invite links, by the client that created them. */
const codes = new WeakMap<object, string>();
const now = { ana: 'owner', bea: 'member', dan: 'member', eva: 'member', mia: 'member' };

const secret = { roomId: 'secreta' };
const seal = (epoch: number) => ({ epoch, sealed: 'A'.repeat(107) });
const account = (version: number) => ({
  version,
  accountKey: 'A'.repeat(43),
  recoveryKey: 'A'.repeat(43),
  revoked: [],
  signature: 'A'.repeat(86),
  backup: 'A'.repeat(80),
  devices: 'AAAA',
});

/** Rooms, their members, and their retention. */
export const roomRows: Row[] = [
  {
    feature: 'direct rooms',
    does: async ({ ana }) => {
      const { id } = await ana.client.rooms.direct('bea');
      await ana.client.room(id).join();
      await ana.client.room(id).messages.send({ text: 'a solas' });
    },
    shows: ({ client }) =>
      client.rooms
        .get()
        .items.filter(({ room }) => room.type === 'direct')
        .map(({ peer, unread, lastMessage }) => [peer?.user.name, unread, lastMessage?.text]),
    first: [['Ana', 1, 'a solas']],
    again: async ({ rest }) => {
      const { id } = await rest('ana', 'room:create', { type: 'direct', userIds: ['bea'] });
      await rest('ana', 'message:send', line('sigo aquí', { roomId: id }));
    },
    after: {
      bea: [['Ana', 2, 'sigo aquí']],
      tablet: [['Ana', 2, 'sigo aquí']],
      fresh: [['Ana', 2, 'sigo aquí']],
      late: [],
    },
    refused: [
      refused('out', 'room:create', () => ({ type: 'direct', userIds: ['zoe'] }), 'not_found'),
      refused('zoe', 'room:create', () => ({ type: 'direct', userIds: ['ana'] }), 'not_found'),
      refused('dan', 'room:create', () => ({ type: 'direct', userIds: ['dan'] }), 'invalid'),
    ],
  },
  {
    feature: 'encrypted rooms',
    before: async ({ ana }) => {
      await ana.client.rooms.create({
        ...secret,
        type: 'private',
        encryption: 'e2ee',
        userIds: ['bea', 'eva'],
      });
    },
    // Her device creates the group.
    does: async ({ ana }) => {
      const { join, encryption } = ana.client.room(secret.roomId);
      await join();
      await expect.poll(() => encryption.get()?.status, patient).toBe('ready');
    },
    shows: (person) => {
      const { room, lastMessage } = listed(person, secret.roomId) ?? {};
      return [room?.encryption, lastMessage?.encrypted?.epoch];
    },
    first: ['e2ee', undefined],
    again: async ({ rest }) => {
      await rest('bea', 'member:accept', secret);
      const device = await mlsMember(
        { call: (name, input) => rest('bea', name, input) },
        'bea',
        secret.roomId,
      );
      await device.join();
      await rest('bea', 'message:send', sealed(secret.roomId, 1));
    },
    after: {
      bea: ['e2ee', 1],
      tablet: ['e2ee', 1],
      fresh: ['e2ee', 1],
      late: ['e2ee', undefined],
    },
    refused: [
      refused('dan', 'encryption:commit', () => ({ ...secret, epoch: 0, groupInfo: 'AAAA' }), 'not_found'),
      refused('dan', 'encryption:commits', () => secret, 'not_found'),
      refused('dan', 'encryption:group', () => secret, 'not_found'),
      refused('dan', 'encryption:link', () => ({ ...secret, epoch: 1, link: 'A'.repeat(80) }), 'not_found'),
      refused('dan', 'encryption:links', () => secret, 'not_found'),
      refused('dan', 'encryption:accounts', () => secret, 'not_found'),
      refused('dan', 'encryption:seal', () => ({ ...secret, seals: [seal(0)] }), 'not_found'),
      refused('bea', 'encryption:seal', () => ({ ...secret, seals: [seal(9)] }), 'invalid'),
      refused('dan', 'encryption:seals', () => secret, 'not_found'),
      refused(
        'dan',
        'encryption:approve',
        () => ({ publicKey: 'A'.repeat(43), reply: 'A'.repeat(144) }),
        'not_found',
        'no_request',
      ),
      refused('dan', 'encryption:setAccount', () => account(2), 'conflict', 'account_changed'),
      refused('ana', 'encryption:group', () => ({ roomId }), 'conflict', 'not_encrypted'),
      refused('ana', 'message:send', () => line('hola', secret), 'conflict', 'encrypted_room'),
      refused('ana', 'message:send', () => sealed(secret.roomId, 0), 'conflict', 'epoch_stale'),
      refused('bea', 'message:search', () => ({ ...secret, q: 'hola' }), 'conflict', 'encrypted_room'),
    ],
  },
  {
    feature: 'groups and invitations',
    does: ({ ana }) =>
      ana.client.rooms.create({ roomId: 'grupo', type: 'private', title: 'Grupo', userIds: ['bea', 'eva'] }),
    shows: (person) => {
      const { invitation, room } = listed(person, 'grupo') ?? {};
      return [room?.title, invitation?.by.name];
    },
    first: ['Grupo', 'Ana'],
    again: ({ rest }) => rest('bea', 'member:accept', { roomId: 'grupo' }),
    after: {
      bea: ['Grupo', undefined],
      tablet: ['Grupo', undefined],
      fresh: ['Grupo', undefined],
      late: ['Grupo', 'Ana'],
    },
    refused: [
      refused('dan', 'member:accept', () => ({ roomId: 'grupo' }), 'not_found'),
      refused('dan', 'member:decline', () => ({ roomId: 'grupo' }), 'not_found'),
      refused('dan', 'room:join', () => ({ roomId: 'grupo' }), 'not_found'),
      refused('bea', 'member:invite', () => ({ roomId, userId: 'out' }), 'forbidden'),
      refused('bea', 'member:add', () => ({ roomId, userId: 'out' }), 'forbidden'),
      outside('member:invite', () => ({ roomId, userId: 'out' })),
    ],
  },
  {
    feature: 'invite links',
    before: async ({ ana }) => {
      const { id } = await ana.client.rooms.create({ roomId: 'grupo', type: 'private', title: 'Grupo' });
      const { members } = ana.client.room(id);
      codes.set(ana.client, (await members.createInviteLink({ maxUses: 2 })).code);
    },
    does: ({ ana, bea }) => bea.client.rooms.acceptInviteLink('grupo', codes.get(ana.client) ?? ''),
    shows: (person) => listed(person, 'grupo')?.room.title,
    first: 'Grupo',
    again: ({ ana, rest }) =>
      rest('eva', 'invite:accept', { roomId: 'grupo', code: codes.get(ana.client) ?? '' }),
    after: 'Grupo',
    refused: [
      refused('dan', 'invite:accept', () => ({ roomId: 'grupo', code: 'x' }), 'not_found', 'invite_invalid'),
      refused('bea', 'invite:create', () => ({ roomId: 'grupo' }), 'forbidden'),
      refused('bea', 'invite:list', () => ({ roomId: 'grupo' }), 'forbidden'),
      refused('bea', 'invite:revoke', () => ({ roomId: 'grupo', linkId: 'x' }), 'forbidden'),
      outside('invite:create', () => ({ roomId })),
    ],
  },
  {
    feature: 'declined and withdrawn invitations',
    before: ({ ana }) =>
      ana.client.rooms.create({ roomId: 'grupo', type: 'private', userIds: ['bea', 'eva'] }),
    does: ({ bea }) => bea.client.rooms.decline('grupo'),
    shows: (person) => listed(person, 'grupo') !== undefined,
    first: false,
    again: ({ rest }) => rest('ana', 'member:remove', { roomId: 'grupo', userId: 'eva' }),
    after: false,
    refused: [refused('bea', 'member:accept', () => ({ roomId: 'grupo' }), 'not_found')],
  },
  {
    feature: 'leaving',
    does: ({ dan }) => dan.room.leave(),
    shows: async (person) => Object.keys(await roles(person)),
    first: ['ana', 'bea', 'eva', 'mia'],
    again: ({ rest }) => rest('mia', 'room:leave', { roomId }),
    after: ['ana', 'bea', 'eva'],
    refused: [
      refused('dan', 'message:list', () => ({ roomId }), 'not_found'),
      refused('mia', 'room:join', () => ({ roomId }), 'not_found'),
      outside('room:leave', () => ({ roomId })),
    ],
  },
  {
    feature: 'transfer of ownership',
    does: ({ ana }) => ana.room.members.update('dan', 'owner'),
    shows: roles,
    first: { ...now, dan: 'owner' },
    again: ({ rest }) => rest('ana', 'member:update', { roomId, userId: 'ana', role: 'member' }),
    after: { ...now, dan: 'owner', ana: 'member' },
    refused: [
      refused('bea', 'member:update', () => ({ roomId, userId: 'bea', role: 'moderator' }), 'forbidden'),
      outside('member:update', () => ({ roomId, userId: 'out', role: 'member' })),
      refused(
        'dan',
        'member:update',
        () => ({ roomId, userId: 'dan', role: 'member' }),
        'conflict',
        'last_owner',
      ),
    ],
  },
  {
    feature: 'the room list: unread count, last message, silenced notifications',
    does: ({ ana }) => ana.room.messages.send({ text: 'una novedad' }),
    shows: (person) => {
      const { unread, lastMessage, silencedUntil } = listed(person, roomId) ?? {};
      return [unread, person.room.receipts.get().unread, lastMessage?.text, silencedUntil];
    },
    first: [4, 4, 'una novedad', undefined],
    again: async ({ rest }) => {
      await rest('bea', 'room:silence', { roomId, until: 8_000_000_000_000 });
      await rest('dan', 'message:send', line('otra novedad'));
    },
    after: {
      bea: [5, 5, 'otra novedad', 8_000_000_000_000],
      tablet: [5, 5, 'otra novedad', 8_000_000_000_000],
      fresh: [5, 5, 'otra novedad', 8_000_000_000_000],
      late: [6, 6, 'otra novedad', undefined],
    },
    refused: [
      outside('room:silence', () => ({ roomId, until: null })),
      outside('room:leave', () => ({ roomId, forget: true })),
      refused('bea', 'room:leave', () => ({ roomId, forget: true }), 'invalid'),
    ],
  },
  {
    feature: 'receipts',
    does: async ({ ana }) => ana.room.receipts.read(),
    shows: async (person, { said }) => {
      await once(person, 'receipts', () => person.room.receipts.load());
      const { ana, dan } = person.room.receipts.get().others;
      const { read } = await person.room.receipts.count(said.bea.id);
      return [ana?.seq === said.mia.seq, dan?.seq ?? 0, read];
    },
    first: [true, 0, 1],
    again: ({ rest, said }) => rest('dan', 'receipt:read', { roomId, seq: said.bea.seq }),
    after: [true, 2, 2],
    refused: [
      outside('receipt:count', (stage) => target(stage, 'bea')),
      refused('dan', 'receipt:count', () => ({ roomId, messageId: newId() }), 'not_found'),
      outside('receipt:read', () => ({ roomId, seq: 1 })),
      outside('receipt:list', () => ({ roomId })),
      outside('receipt:unread', () => ({ roomId })),
      outside('receipt:delivered', () => ({ roomId, seq: 1 })),
    ],
  },
  {
    feature: 'read markers across devices',
    does: async ({ tablet }) => tablet.room.receipts.read(),
    shows: ({ who, room, client }) => [
      room.receipts.get().unread,
      client.rooms.get().items.find((each) => each.room.id === roomId)?.unread,
      who === 'bea' && room.receipts.get().readSeq,
    ],
    first: [0, 0, 4],
    again: async ({ rest }) => {
      const { seq } = await rest('ana', 'message:send', line('más'));
      await rest('ana', 'message:send', line('y más'));
      await rest('bea', 'receipt:read', { roomId, seq });
    },
    after: { bea: [1, 1, 5], tablet: [1, 1, 5], fresh: [1, 1, 5], late: [6, 6, false] },
    refused: [],
  },
  {
    feature: 'transcripts',
    before: async ({ ana }) => {
      for (const userId of ['bea', 'eva']) await ana.room.members.update(userId, 'moderator');
    },
    does: ({ ana }) => ana.room.messages.send({ text: 'conste en acta' }),
    shows: async ({ room }) => {
      const page = await (await fetch(await room.export({ format: 'text', language: 'es' }))).text();
      return ['conste en acta', 'y que conste'].map((text) => page.includes(text));
    },
    first: [true, false],
    again: ({ rest }) => rest('dan', 'message:send', line('y que conste')),
    after: [true, true],
    refused: [
      outside('room:export', () => ({ roomId })),
      refused('dan', 'room:export', () => ({ roomId }), 'forbidden'),
      refused('dan', 'user:export', () => ({ userId: 'bea' }), 'forbidden'),
    ],
  },
  {
    feature: 'message retention',
    does: ({ ana }) => ana.room.settings.update({ retention: { days: 30 } }),
    shows: ({ room }) => room.state.get().room?.retention,
    first: { days: 30 },
    again: ({ rest }) => rest('ana', 'room:update', { roomId, retention: { days: 60 } }),
    after: { days: 60 },
    refused: [
      outside('room:update', () => ({ roomId, retention: 'forever' })),
      refused('bea', 'room:update', () => ({ roomId, retention: 'forever' }), 'forbidden'),
    ],
    notEphemeral: 'whether a room is ephemeral is fixed',
  },
  {
    feature: 'erasure by the user',
    does: ({ dan }) => dan.client.data.erase(),
    shows: ({ room }, { said }) =>
      room.messages
        .get()
        .items.filter(({ seq }) => seq <= said.mia.seq)
        .map(({ author, text, deletedAt }) => [author.id, text, deletedAt !== undefined]),
    first: [
      ['ana', 'hola', false],
      ['bea', 'buenas', false],
      ['erased:user', '', true],
      ['mia', 'aquí estoy', false],
    ],
    again: ({ rest }) => rest('mia', 'user:erase', { userId: 'mia' }),
    after: [
      ['ana', 'hola', false],
      ['bea', 'buenas', false],
      ['erased:user', '', true],
      ['erased:user', '', true],
    ],
    refused: [
      refused('bea', 'user:erase', () => ({ userId: 'ana' }), 'forbidden'),
      refused('bea', 'user:erase', () => ({ userId: 'nobody-of-this-name' }), 'forbidden'),
    ],
  },
  {
    feature: 'the end of a room',
    does: ({ ana }) => ana.room.settings.end(),
    shows: (person, stage) => {
      const { room, can } = person.room.state.get();
      return [room?.phase, can?.['message:send'], saidSince(person, stage)];
    },
    first: ['ended', false, []],
    again: async ({ rest, said }) =>
      void (await rest('dan', 'message:report', { roomId, messageId: said.ana.id })),
    after: ['ended', false, []],
    refused: [
      outside('room:end', () => ({ roomId })),
      refused('dan', 'room:end', () => ({ roomId }), 'forbidden'),
      refused('dan', 'message:send', () => line('¿hola?'), 'conflict', 'room_ended'),
      refused(
        'dan',
        'reaction:add',
        (stage) => ({ ...target(stage, 'ana'), emoji: '👍' }),
        'conflict',
        'room_ended',
      ),
      refused(
        'dan',
        'message:edit',
        (stage) => ({ ...target(stage, 'dan'), text: 'x' }),
        'conflict',
        'room_ended',
      ),
    ],
  },
];
