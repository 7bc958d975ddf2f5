import { line, lookersAre, newId, once, outside, refused, saidSince, target, type Row } from './row.ts';
import { roomId, type Person, type Stage } from './stage.ts';

const settings = ({ room }: Person) => room.state.get().room;
const unknown = () => ({ roomId, messageId: newId() });
/** Sends a message that has to wait. */
const waits = async ({ ask }: Stage, text: string): Promise<string> => {
  const input = line(text);
  const { body } = await ask('dan', 'message:send', input);
  if (body.error.reason !== 'pending_approval') throw new Error(JSON.stringify(body));
  return input.id;
};

/** Messages that wait for a moderator, and what participants may send. */
export const approvalRows: Row[] = [
  {
    feature: 'approval',
    before: async (stage) => {
      await lookersAre('moderator')(stage);
      await stage.ana.room.settings.update({ approval: 'everyone' });
    },
    does: ({ dan }) => dan.room.messages.send({ text: 'déjame pasar' }).catch(() => {}),
    shows: async (person, stage) => {
      await once(person, 'approval', () => person.room.approval.load());
      const { items, count } = person.room.approval.get();
      return [count, items.map(({ message }) => message.text), saidSince(person, stage)];
    },
    first: [1, ['déjame pasar'], []],
    again: async (stage) => {
      const { rest } = stage;
      const { messages } = await rest('ana', 'approval:list', { roomId });
      await rest('ana', 'approval:approve', { roomId, messageId: messages[0]?.message.id ?? '' });
      await rest('ana', 'approval:reject', { roomId, messageId: await waits(stage, 'y esto') });
      await rest('dan', 'approval:withdraw', { roomId, messageId: await waits(stage, 'mejor no') });
      await waits(stage, 'otra');
      await rest('ana', 'approval:trust', { roomId, messageId: await waits(stage, 'de fiar') });
      await rest('dan', 'message:send', line('sin esperar'));
      await rest('ana', 'approval:untrust', { roomId, userId: 'dan' });
    },
    after: [1, ['otra'], ['déjame pasar', 'de fiar', 'sin esperar']],
    refused: [
      outside('approval:list', () => ({ roomId })),
      outside('approval:approve', unknown),
      outside('approval:trust', unknown),
      outside('approval:untrust', () => ({ roomId, userId: 'dan' })),
      outside('approval:reject', unknown),
      outside('approval:withdraw', unknown),
      refused('dan', 'message:send', () => line('otra más'), 'forbidden', 'pending_approval'),
      refused(
        'dan',
        'message:edit',
        (stage) => ({ ...target(stage, 'dan'), text: 'a escondidas' }),
        'forbidden',
        'needs_approval',
      ),
      refused('dan', 'approval:list', () => ({ roomId }), 'forbidden'),
      refused('dan', 'approval:approve', unknown, 'forbidden'),
      refused('dan', 'approval:withdraw', unknown, 'conflict', 'not_pending'),
      refused('bea', 'approval:approve', unknown, 'conflict', 'not_pending'),
      refused('bea', 'approval:reject', (stage) => target(stage, 'dan'), 'conflict', 'not_pending'),
      refused('mia', 'message:send', () => line('no'), 'forbidden', 'muted'),
    ],
  },
  {
    feature: 'modes of a room',
    does: ({ ana }) =>
      ana.room.settings.update({ emojiOnly: true, privateMessages: 'nobody', allowedReactions: ['👍'] }),
    shows: (person) => {
      const { emojiOnly, allowLinks, privateMessages, allowedReactions } = settings(person) ?? {};
      return [emojiOnly, allowLinks, privateMessages, allowedReactions];
    },
    first: [true, undefined, 'nobody', ['👍']],
    again: ({ rest }) =>
      rest('ana', 'room:update', { roomId, emojiOnly: false, allowLinks: false, privateMessages: 'hosts' }),
    after: [false, false, 'hosts', ['👍']],
    refused: [
      refused('bea', 'room:update', () => ({ roomId, allowLinks: true }), 'forbidden'),
      refused('dan', 'message:send', () => line('https://a.example'), 'forbidden', 'links_not_allowed'),
      refused(
        'dan',
        'message:edit',
        (stage) => ({ ...target(stage, 'dan'), text: 'https://a.example' }),
        'forbidden',
        'links_not_allowed',
      ),
      refused(
        'dan',
        'message:send',
        () => line('a solas', { to: ['bea'] }),
        'forbidden',
        'private_not_allowed',
      ),
      refused(
        'dan',
        'reaction:add',
        (stage) => ({ ...target(stage, 'ana'), emoji: '💩' }),
        'forbidden',
        'reaction_not_allowed',
      ),
      refused('ana', 'reaction:burst', () => ({ roomId, emoji: '💩' }), 'forbidden', 'reaction_not_allowed'),
    ],
  },
];
