// What stands around the messages: people, panels, dialogs, the list of rooms.
import { now, roomId } from './portal.ts';
import { greeting, type Scene } from './scene.ts';
import {
  hourMs,
  report,
  waiting,
  raised,
  onStage,
  questions,
  overVideo,
  knocked,
  attended,
  encryptedId,
  encrypted,
  rooms,
} from './steps-around.ts';

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
  summary: {
    as: 'luis',
    attributes: { features: '+summary' },
    before: greeting,
    after: async ({ tool, sees, page }) => {
      await tool('summary');
      await sees('chat-summary dialog[open]');
      await page.locator('chat-summary .summary[aria-busy=false]').waitFor();
    },
  },
  email: {
    size: [820, 620],
    before: greeting,
    after: async ({ tool, sees }) => {
      await tool('notifications');
      await sees('chat-notification-settings input[name=email]');
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
  approval: {
    size: [820, 480],
    before: waiting,
    after: async ({ tool, sees }) => {
      await tool('approval');
      await sees('chat-approval .card');
    },
  },
  hands: {
    size: [820, 440],
    before: raised,
    after: async ({ tool, sees }) => {
      await tool('hands');
      await sees('chat-hands li');
    },
  },
  overlay: {
    size: [960, 540],
    before: overVideo,
    after: async ({ page, sees }, portal) => {
      const { token } = await portal.people.ana.call('overlay:create', { roomId });
      await page.goto(
        `${portal.url}/chat/overlay?${new URLSearchParams({ room: roomId, token, show: 'spotlight,polls,chat', lang: 'es' })}`,
      );
      // In place of a video.
      await page.evaluate(() => {
        document.documentElement.style.background =
          'radial-gradient(circle at 60% 40%, #d8a25f, #4b5d78 45%, #1d2633)';
      });
      await sees('chat-overlay .spotlight');
      await sees('chat-overlay .poll');
    },
  },
  'overlay-links': {
    size: [640, 680],
    before: greeting,
    after: async ({ tool, page, sees }) => {
      await tool('overlay');
      await page.locator('chat-overlay-links [name=chat]').check();
      await page.locator('chat-overlay-links [type=submit]').click();
      await sees('chat-overlay-links .link');
    },
  },
  spotlight: {
    size: [560, 640],
    before: onStage,
    after: async ({ page, sees }) => {
      await sees('.spotlight-bar');
      await page.evaluate((room) => {
        const stage = document.createElement('chat-spotlight');
        stage.setAttribute('room', room);
        stage.setAttribute('token', 'ana');
        stage.setAttribute('lang', 'es');
        stage.style.blockSize = 'auto';
        document.body.style.cssText = 'display: grid; grid-template-rows: auto minmax(0, 1fr); gap: 12px';
        document.querySelector('chat-room')?.before(stage);
      }, roomId);
      await sees('chat-spotlight .card');
    },
  },
  questions: {
    size: [900, 620],
    before: questions,
    after: async ({ tool, sees }) => {
      await tool('questions');
      await sees('chat-questions .card');
    },
  },
  lobby: {
    size: [820, 520],
    before: knocked,
    after: async ({ tool, sees }) => {
      await tool('lobby');
      await sees('chat-lobby .card');
    },
  },
  encryption: {
    size: [820, 860],
    attributes: { room: encryptedId },
    before: encrypted,
    after: async ({ room, row, sees }) => {
      await row('Perfecto').waitFor();
      await room.locator('button.encryption').click();
      await sees('.encryption-panel li');
      await sees('chat-account-keys .primary');
      await sees('chat-safety-number button');
    },
  },
  'encryption-accounts': {
    size: [820, 700],
    attributes: { room: encryptedId },
    before: encrypted,
    after: async ({ room, row, sees }) => {
      await row('Perfecto').waitFor();
      await room.locator('button.encryption').click();
      await room.locator('chat-account-keys .primary').click();
      await sees('chat-account-keys .secret');
    },
  },
  attendance: {
    size: [820, 440],
    before: attended,
    after: async ({ tool, sees }) => {
      await tool('attendance');
      await sees('chat-attendance li');
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
  drafts: {
    ...inRooms([960, 480]),
    attributes: { room: roomId },
    before: async (portal) => {
      await rooms(portal);
      const { ana } = portal.people;
      const { rooms: listed } = await ana.call('room:list', {});
      const other = listed.find(({ room }) => room.type === 'direct');
      await ana.call('draft:set', { roomId: other?.room.id ?? '', text: 'Mañana a las nueve me va' });
      await ana.call('draft:set', { roomId, text: 'Sí, la copia vale. Recuerda traer' });
    },
    after: async ({ sees }) => {
      await sees('chat-composer .send:not([disabled])');
      await sees('chat-rooms .draft');
    },
  },
  invitations: {
    ...inRooms([400, 480]),
    after: async ({ sees }) => sees('chat-rooms .invitation'),
  },
  'invite-links': {
    size: [820, 560],
    before: async ({ people, at, say }) => {
      at(50);
      await people.ana.call('room:create', {
        roomId: 'traslado',
        type: 'private',
        title: 'Traslado de la oficina',
        userIds: ['ines'],
      });
      await say('ana', 20, 'Aquí preparamos la mudanza. Paso el enlace a los demás.', 'traslado');
    },
    attributes: { room: 'traslado', 'invite-link': 'https://citas.example/{room}#{code}' },
    after: async ({ openPeople, sees, page, room }) => {
      await openPeople();
      await room.locator('chat-members .invite').last().click();
      await page.locator('chat-invite-links [name=uses]').selectOption('10');
      await page.locator('chat-invite-links [type=submit]').click();
      await sees('chat-invite-links .link');
    },
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
