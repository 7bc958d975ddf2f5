// What stands around the messages: people, panels, dialogs, the list of rooms.
import { createChatClient } from '@chat/client';
import { now, roomId, type Portal } from './portal.ts';
import { greeting, type Scene } from './scene.ts';

const hourMs = 3_600_000;
const report = async (portal: Portal): Promise<void> => {
  await greeting(portal);
  const messageId = await portal.say('ines', 6, '¡Gane dinero desde casa! Escríbame y le cuento.');
  await portal.people.marta.call('message:report', { roomId, messageId, reason: 'Spam' });
};

const waiting = async (portal: Portal): Promise<void> => {
  await greeting(portal);
  const { people, say, at } = portal;
  at(9);
  await people.ana.call('room:update', { roomId, approval: 'everyone' });
  // Each is refused: it waits.
  await say('marta', 7, '¿Puedo enviar el justificante por aquí?').catch(() => {});
  await say('ines', 5, 'Tabla de precios: https://tienda.example/ofertas').catch(() => {});
};

/** Two users raise their hands, and one of them has the floor. */
const raised = async (portal: Portal): Promise<void> => {
  await greeting(portal);
  const { people, at } = portal;
  at(6);
  await people.ana.call('room:update', { roomId, hands: true });
  for (const [who, minutes] of [
    ['ines', 5],
    ['marta', 4],
    ['luis', 3],
  ] as const) {
    at(minutes);
    await people[who].call('hand:raise', { roomId });
  }
  await people.ana.call('hand:call', { roomId, userId: 'ines' });
};

/** A question of the list is on stage. */
const onStage = async (portal: Portal): Promise<void> => {
  await greeting(portal);
  const { people, at } = portal;
  at(9);
  await people.ana.call('room:update', { roomId, questions: 'named' });
  const id = '00000000-0000-7000-8000-0000000000b9';
  at(6);
  await people.ines.call('question:ask', { roomId, id, text: '¿Se puede venir con un acompañante?' });
  await people.ana.call('question:spotlight', { roomId, questionId: id });
};

/** Users ask the hosts, one of them anonymously, and vote. */
const questions = async (portal: Portal): Promise<void> => {
  await greeting(portal);
  const { people, at } = portal;
  at(9);
  await people.ana.call('room:update', { roomId, questions: 'anonymous' });
  const idOf = (number: number): string => `00000000-0000-7000-8000-0000000000b${number}`;
  const asked = [
    ['ines', 8, '¿Cuándo estará disponible la grabación?'],
    ['marta', 6, '¿Se puede cambiar de grupo a mitad de curso?'],
    ['luis', 5, '¿Habrá becas el año que viene?'],
  ] as const;
  for (const [number, [who, minutes, text]] of asked.entries()) {
    at(minutes);
    await people[who].call('question:ask', { roomId, id: idOf(number), text, anonymous: who === 'marta' });
  }
  at(4);
  for (const who of ['ana', 'ines', 'luis'] as const)
    await people[who].call('question:upvote', { roomId, questionId: idOf(1) });
  await people.marta.call('question:upvote', { roomId, questionId: idOf(2) });
  await people.ana.call('question:highlight', { roomId, questionId: idOf(1) });
  at(3);
  await people.ana.call('question:answer', {
    roomId,
    questionId: idOf(0),
    text: 'Mañana por la tarde, en esta misma página.',
  });
};

/** A question is on stage, and a poll is open. */
const overVideo = async (portal: Portal): Promise<void> => {
  await onStage(portal);
  const { people, at } = portal;
  at(4);
  const id = '00000000-0000-7000-8000-0000000000ab';
  const options = ['El lunes', 'El miércoles'];
  await people.ana.call('poll:create', { roomId, id, question: '¿Qué día?', options, results: 'always' });
  for (const [who, option] of [
    ['ines', '1'],
    ['marta', '2'],
    ['luis', '2'],
  ] as const)
    await people[who].call('poll:vote', { roomId, messageId: id, options: [option] });
};

/** Two users wait in the lobby, one with a question. */
const knocked = async (portal: Portal): Promise<void> => {
  await greeting(portal);
  const { people, at } = portal;
  at(5);
  await people.ana.call('room:update', { roomId, lobby: true });
  at(0);
  await people.marta.call('room:knock', { roomId });
  await people.omar.call('room:knock', { roomId });
  const id = '00000000-0000-7000-8000-0000000000aa';
  await people.omar.call('lobby:send', { roomId, id, text: '¿Puedo entrar ya? Tengo cita a las diez.' });
};

/** Who was there in the last hour. */
const attended = async (portal: Portal): Promise<void> => {
  const { people, at } = portal;
  at(58);
  await people.ana.call('room:update', { roomId, attendance: true });
  at(31);
  await people.ines.call('room:leave', { roomId });
  await greeting(portal);
};

const encryptedId = 'expediente';
/** Devices of Marta and Luis write, and stay, so that the page gets the keys from them. */
const encrypted = async ({ people, at }: Portal): Promise<void> => {
  at(30);
  const [first, second] = ['marta', 'luis'] as const;
  await people.ana.call('room:create', {
    roomId: encryptedId,
    type: 'private',
    title: 'Expediente 42',
    encryption: 'e2ee',
    userIds: [first, second],
  });
  const enter = async (who: typeof first | typeof second) => {
    await people[who].call('member:accept', { roomId: encryptedId });
    const room = createChatClient({ session: people[who], storage: false, now: () => now }).room(encryptedId);
    await room.join();
    return room.messages;
  };
  const marta = await enter(first);
  at(16);
  await marta.send({ text: 'Buenos días. ¿Puedo escribir aquí mi número de la seguridad social?' });
  const luis = await enter(second);
  at(14);
  await luis.send({ text: 'Sí, aquí solo lo leemos los tres.' });
  at(12);
  await marta.send({ text: 'Perfecto, gracias.' });
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
    size: [820, 520],
    attributes: { room: encryptedId },
    before: encrypted,
    after: async ({ room, row, sees }) => {
      await row('Perfecto').waitFor();
      await room.locator('button.encryption').click();
      await sees('.encryption-panel li');
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
