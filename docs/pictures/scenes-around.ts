// What stands around the messages: people, panels, dialogs, the list of rooms.
import { now, roomId, type Portal } from './portal.ts';
import { greeting, type Scene } from './scene.ts';

const hourMs = 3_600_000;
const report = async (portal: Portal): Promise<void> => {
  await greeting(portal);
  const messageId = await portal.say('ines', 6, '¡Gane dinero desde casa! Escríbame y le cuento.');
  await portal.people.marta.call('message:report', { roomId, messageId, reason: 'Spam' });
};

/** More rooms, as they come in a morning. */
const rooms = async (portal: Portal): Promise<void> => {
  const { people, say, at } = portal;
  await greeting(portal);
  await people.ana.call('receipt:read', { roomId, seq: 3 });
  at(50);
  await people.luis.call('room:create', { roomId: 'equipo', type: 'public', title: 'Equipo de atención' });
  for (const who of ['ana', 'ines', 'luis'] as const)
    await people[who].call('room:join', { roomId: 'equipo' });
  await say('ines', 30, 'He subido los horarios de mayo.', 'equipo');
  await say('luis', 5, { text: '@Ana Robles, ¿cierras tú hoy?', mentions: ['ana'] }, 'equipo');
  at(40);
  await people.ana.call('room:create', { roomId: 'avisos', type: 'public', title: 'Avisos' });
  for (const who of ['ana', 'ines'] as const) await people[who].call('room:join', { roomId: 'avisos' });
  await say('ines', 35, 'Mañana no hay cita previa.', 'avisos');
  const direct = await people.ana.call('room:create', { type: 'direct', userIds: ['ines'] });
  await people.ines.call('room:join', { roomId: direct.id });
  await say('ana', 22, 'Te paso el expediente en un momento.', direct.id);
  at(3);
  await people.luis.call('room:create', {
    roomId: 'traslado',
    type: 'private',
    title: 'Traslado de la oficina',
    userIds: ['ana'],
  });
};

const inRooms = (size: [number, number]): Pick<Scene, 'tag' | 'attributes' | 'size' | 'before'> => ({
  tag: 'chat-rooms',
  attributes: { room: '' },
  size,
  before: rooms,
});

export const around: Record<string, Scene> = {
  calls: {
    attributes: { room: 'orientacion' },
    before: async ({ people, say, at }) => {
      at(50);
      const room = { roomId: 'orientacion', type: 'private', title: 'Cita de orientación' } as const;
      await people.ana.call('room:create', { ...room, userIds: ['marta'] });
      await people.marta.call('member:accept', { roomId: room.roomId });
      await people.marta.call('room:join', { roomId: room.roomId });
      await say('marta', 16, 'Ya tengo el justificante. ¿Lo vemos por vídeo?', room.roomId);
      at(15);
      const { id: callId } = await people.ana.call('call:start', { roomId: room.roomId, kind: 'video' });
      await people.marta.call('call:accept', { callId });
      at(6);
      await people.marta.call('call:hangup', { callId });
      await say('ana', 5, 'Se ha cortado. Vuelve a llamarme cuando quieras.', room.roomId);
    },
    after: async ({ sees }, { people }) => {
      await people.marta.call('call:start', { roomId: 'orientacion', kind: 'video' });
      await sees('chat-call .ringing');
    },
  },
  rooms: {
    before: async (portal) => {
      await greeting(portal);
      await portal.say('ana', 11, 'Sí, con la copia basta. Con esto hemos terminado.');
      portal.at(8);
      await portal.people.ana.call('room:end', { roomId });
    },
    after: async ({ sees }) => sees('chat-composer .lock'),
  },
  reminders: {
    before: async (portal) => {
      await greeting(portal);
      portal.at(9);
      await portal.people.ana.call('room:update', { roomId, phase: 'scheduled', startsAt: now + 600_000 });
      portal.at(0);
    },
    after: async ({ sees }) => sees('.reminder'),
  },
  members: {
    size: [820, 440],
    before: greeting,
    after: async ({ openPeople, sees, room, page }) => {
      await openPeople();
      await sees('chat-members .member');
      await room.locator('chat-members .member', { hasText: 'Marta' }).locator('.icon-button').click();
      await page.locator('.menu:popover-open').first().waitFor();
    },
  },
  presence: {
    size: [820, 440],
    before: async (portal) => {
      await greeting(portal);
      await portal.people.luis.call('presence:set', { status: 'busy', text: 'En una llamada hasta las 11' });
      await portal.people.ines.call('presence:set', { status: 'away', text: 'Desayunando' });
    },
    after: async ({ openPeople, sees }) => {
      await openPeople();
      await sees('chat-members .member');
    },
  },
  users: {
    before: async (portal) => {
      await greeting(portal);
      await portal.people.luis.call('user:update', {
        about: 'Atiendo citas de orientación y de vivienda.',
        fields: { oficina: 'Calle Mayor, 3', horario: 'De 9 a 14 h' },
      });
      await portal.people.luis.call('presence:set', { status: 'busy', text: 'En una llamada' });
      await portal.say('luis', 8, 'Le atiendo yo, Marta.');
    },
    after: async ({ openPeople, room, sees }) => {
      await openPeople();
      await room.locator('chat-members button.person', { hasText: 'Luis' }).click();
      await sees('chat-profile dialog[open] .about');
    },
    size: [820, 480],
  },
  search: {
    size: [820, 480],
    before: async (portal) => {
      await greeting(portal);
      await portal.say('ana', 11, 'Sí, la copia vale.');
      await portal.say('luis', 10, 'Yo haría otra copia, por si acaso.');
    },
    after: async ({ tool, sees, room }) => {
      await tool('search');
      await room.locator('chat-search input[type=search]').pressSequentially('copia');
      await sees('chat-search .hit');
    },
  },
  notifications: {
    size: [820, 580],
    before: greeting,
    after: async ({ tool, sees, room }) => {
      await tool('notifications');
      await sees('chat-notification-settings input');
      await room.locator('chat-notification-settings input[type=checkbox]').last().click();
    },
  },
  moderation: {
    size: [820, 520],
    before: report,
    after: async ({ tool, sees, room }) => {
      await tool('moderation');
      await room.locator('chat-moderation #tab-settings').click();
      await sees('chat-moderation form');
    },
  },
  reports: {
    size: [820, 480],
    before: report,
    after: async ({ tool, sees }) => {
      await tool('moderation');
      await sees('chat-moderation .card');
    },
  },
  audit: {
    size: [820, 480],
    before: async (portal) => {
      await report(portal);
      const { people, at } = portal;
      at(5);
      await people.luis.call('member:mute', { roomId, userId: 'ines', until: now + hourMs });
      await people.ana.call('room:update', { roomId, slowModeSeconds: 30 });
      const messageId = await portal.say('ines', 4, 'Última oportunidad').catch(() => '');
      if (messageId) await people.luis.call('message:delete', { roomId, messageId });
      at(2);
      await people.ana.call('member:ban', { roomId, userId: 'ines' });
    },
    after: async ({ tool, sees, room }) => {
      await tool('moderation');
      await room.locator('chat-moderation #tab-audit').click();
      await sees('chat-moderation .history li');
    },
  },
  'data-rights': {
    size: [820, 480],
    before: greeting,
    after: async ({ tool, room, sees }) => {
      await tool('moderation');
      await room.locator('chat-moderation #tab-settings').click();
      await sees('chat-moderation #download');
      await room
        .locator('chat-moderation #download')
        .evaluate((element) => element.parentElement?.scrollIntoView());
    },
  },
  'rooms-list': {
    ...inRooms([960, 480]),
    attributes: { room: roomId },
    after: async ({ sees }) => sees('chat-messages [data-message]'),
  },
  invitations: {
    ...inRooms([400, 480]),
    after: async ({ sees }) => sees('chat-rooms .invitation'),
  },
  silence: {
    ...inRooms([400, 480]),
    after: async ({ page, sees }) => {
      await sees('chat-rooms .room');
      const row = page.locator('chat-rooms .room', { hasText: 'Equipo' });
      await row.hover();
      await row.locator('.more').click();
      await page.locator('.menu:popover-open').first().waitFor();
    },
  },
};
