// Exports of DiscordChatExporter as JSON, and of a Zulip organization.
import { expect, test } from 'vitest';
import { directRoomId } from '../../src/room/direct-room.ts';
import { importFrom, readRoom, reasonsOf, writeSample } from './import-into.ts';
import { pngPixel } from './picture.ts';

const ana = { id: '11', name: 'ana', discriminator: '0', nickname: 'Ana R.', isBot: false };
const luis = { id: '12', name: 'luis', discriminator: '0', nickname: 'Luis', isBot: false };
const robot = { id: '13', name: 'robot', discriminator: '0', nickname: 'Robot', isBot: true };

const discordMessage = (id: string, minute: number, author: object, content: string, more: object = {}) => ({
  id,
  type: 'Default',
  timestamp: `2026-01-01T10:${String(minute).padStart(2, '0')}:00+00:00`,
  timestampEdited: null,
  isPinned: false,
  content,
  author,
  attachments: [],
  embeds: [],
  stickers: [],
  reactions: [],
  mentions: [],
  ...more,
});

const guild = { id: '1', name: 'Server' };
const discordSample = {
  'Server - Text - general [100].json': {
    guild,
    channel: {
      id: '100',
      type: 'GuildTextChat',
      categoryId: '10',
      category: 'Text',
      name: 'general',
      topic: 'Talk',
    },
    dateRange: { after: null, before: null },
    messages: [
      discordMessage('1', 0, ana, '', { type: 'GuildMemberJoin' }),
      discordMessage('2', 1, ana, 'Hi <@12>, see <#200> <:pepe:123> ||spoiler|| @everyone', {
        mentions: [luis],
        isPinned: true,
        timestampEdited: '2026-01-01T11:00:00+00:00',
        reactions: [
          { emoji: { id: '', name: '👍', code: 'thumbsup' }, count: 1, users: [luis] },
          { emoji: { id: '123', name: 'pepe' }, count: 3 },
        ],
      }),
      discordMessage('3', 2, luis, 'Yes', {
        type: 'Reply',
        reference: { messageId: '2', channelId: '100', guildId: '1' },
      }),
      discordMessage('4', 3, luis, '', {
        attachments: [
          { id: 'a', url: 'general_Files/dot%20one.png', fileName: 'dot one.png' },
          { id: 'b', url: 'https://cdn.discordapp.com/x.png', fileName: 'x.png' },
        ],
      }),
      discordMessage('5', 4, robot, '', {
        embeds: [{ title: 'News', url: 'https://example.org', description: 'Text' }],
      }),
      discordMessage('6', 5, ana, '', { stickers: [{ id: 's', name: 'Wave' }] }),
    ],
    messageCount: 6,
  },
  'Server - general - Plans [200].json': {
    guild,
    channel: {
      id: '200',
      type: 'GuildPublicThread',
      categoryId: '100',
      category: 'general',
      name: 'Plans',
      topic: null,
    },
    messages: [discordMessage('7', 6, luis, 'In the thread')],
  },
  'Direct Messages - ana [300].json': {
    guild: { id: '0', name: 'Direct Messages' },
    channel: { id: '300', type: 'DirectTextChat', category: 'Private', name: 'ana', topic: null },
    messages: [discordMessage('8', 7, luis, 'Psst'), discordMessage('9', 8, ana, 'Yes?')],
  },
  'general_Files/dot one.png': pngPixel,
};

test('channels, threads and conversations of Discord are rooms', async () => {
  const imported = await importFrom('discord', writeSample(discordSample), { keepsPublic: true });
  const messages = await readRoom(imported, 'discord-100');
  expect(messages.map(({ author, text }) => [author.name, text])).toEqual([
    ['Ana R.', 'Hi @Luis, see #Plans :pepe: spoiler @everyone'],
    ['Luis', 'Yes'],
    ['Luis', ''],
    ['Robot', '[News](https://example.org)\nText'],
    ['Ana R.', '[Wave]'],
  ]);
  const [first, answer, file, bot] = messages;
  expect(first).toMatchObject({
    createdAt: Date.parse('2026-01-01T10:01:00Z'),
    editedAt: Date.parse('2026-01-01T11:00:00Z'),
    mentions: ['discord-12'],
    mentionsAll: true,
    reactions: [{ emoji: '👍', count: 1, by: ['discord-12'] }],
  });
  expect(first?.pinnedAt).toBeDefined();
  expect(answer?.replyTo).toBe(first?.id);
  expect(file?.attachments).toMatchObject([{ name: 'dot one.png', type: 'image/png' }]);
  expect(bot?.author.bot).toBe(true);
  const { timeline } = imported.storage;
  expect((await timeline.head('discord-200'))?.room).toMatchObject({
    type: 'public',
    title: 'general › Plans',
  });
  const direct = await readRoom(imported, directRoomId('discord-11', 'discord-12'));
  expect(direct.map(({ text }) => text)).toEqual(['Psst', 'Yes?']);
  expect(reasonsOf(imported.report)).toEqual([
    'lost 1 files that the export does not have',
    'lost 1 notices, such as joins and changes of topics',
    'lost 1 reactions whose users the export does not name',
  ]);
  expect((await imported.again()).counts.messages).toEqual({ added: 0, known: 8 });
});

test('a file that is no export of Discord is named', async () => {
  await expect(importFrom('discord', writeSample({ 'x.json': { guild, messages: [] } }))).rejects.toThrow(
    'x.json: this is not an export of DiscordChatExporter',
  );
});

const zulipSample = {
  'realm.json': {
    zerver_realm: [{ id: 1, name: 'Org' }],
    zerver_userprofile: [
      { id: 11, email: 'user11@org', delivery_email: 'ana@example.org', full_name: 'Ana', is_bot: false },
      { id: 12, email: 'user12@org', full_name: 'Luis', is_bot: false },
    ],
    zerver_userprofile_crossrealm: [
      { id: 13, email: 'notice@zulip', full_name: 'Notification Bot', is_bot: true },
    ],
    zerver_stream: [
      { id: 21, name: 'general', description: 'All', invite_only: false, date_created: 1_600_000_000.5 },
      { id: 22, name: 'board', description: '', invite_only: true, deactivated: true },
    ],
    zerver_recipient: [
      { id: 31, type: 2, type_id: 21 },
      { id: 32, type: 2, type_id: 22 },
      { id: 33, type: 1, type_id: 11 },
      { id: 34, type: 1, type_id: 12 },
      { id: 35, type: 3, type_id: 41 },
    ],
    zerver_subscription: [
      { recipient: 31, user_profile: 11, active: true },
      { recipient: 31, user_profile: 12, active: false },
      { recipient: 35, user_profile: 11, active: true },
      { recipient: 35, user_profile: 12, active: true },
      { recipient: 35, user_profile: 13, active: true },
    ],
    zerver_reaction: [
      {
        message: 101,
        user_profile: 12,
        emoji_name: 'tada',
        emoji_code: '1f389',
        reaction_type: 'unicode_emoji',
      },
      {
        message: 101,
        user_profile: 11,
        emoji_name: 'heart',
        emoji_code: '2764',
        reaction_type: 'unicode_emoji',
      },
      {
        message: 101,
        user_profile: 11,
        emoji_name: 'zulip',
        emoji_code: 'zulip',
        reaction_type: 'zulip_extra_emoji',
      },
    ],
  },
  'attachment.json': {
    zerver_attachment: [
      { id: 1, file_name: 'dot.png', path_id: '1/ab/dot.png', messages: [102], content_type: 'image/png' },
    ],
  },
  'uploads/1/ab/dot.png': pngPixel,
  'messages-000001.json': {
    zerver_message: [
      {
        id: 101,
        sender: 11,
        recipient: 31,
        subject: 'plan',
        content: 'third @**Luis** @_**Ana|11** #**board** `@**Luis**` :smile:',
        date_sent: 1_600_000_100.25,
        last_edit_time: 1_600_000_120.0,
        edit_history: JSON.stringify([
          { prev_content: 'second', timestamp: 1_600_000_120, user_id: 11 },
          { prev_topic: 'other', timestamp: 1_600_000_115, user_id: 11 },
          { prev_content: 'first', timestamp: 1_600_000_110, user_id: 11 },
        ]),
      },
      {
        id: 102,
        sender: 12,
        recipient: 31,
        subject: 'plan',
        content: 'See [dot.png](/user_uploads/1/ab/dot.png)',
        date_sent: 1_600_000_101,
      },
    ],
    zerver_usermessage: [{ id: 1, user_profile: 11, flags_mask: 1, message: 101 }],
  },
  'messages-000002.json': {
    zerver_message: [
      { id: 103, sender: 11, recipient: 34, subject: '', content: 'to Luis', date_sent: 1_600_000_102 },
      { id: 104, sender: 12, recipient: 33, subject: '', content: 'to Ana', date_sent: 1_600_000_103 },
      { id: 105, sender: 13, recipient: 35, subject: '', content: 'to the group', date_sent: 1_600_000_104 },
      { id: 106, sender: 11, recipient: 33, subject: '', content: 'to myself', date_sent: 1_600_000_105 },
      { id: 107, sender: 11, recipient: 99, subject: '', content: 'to nobody', date_sent: 1_600_000_106 },
    ],
  },
};

test('an organization of Zulip has channels, groups, conversations and earlier texts', async () => {
  const imported = await importFrom('zulip', writeSample(zulipSample));
  const { timeline } = imported.storage;
  const [first, second] = await readRoom(imported, 'zulip-channel-21');
  expect(first).toMatchObject({
    text: '**plan**\nthird @Luis @Ana #board `@**Luis**` 😄',
    mentions: ['zulip-12'],
    createdAt: 1_600_000_100_250,
    editedAt: 1_600_000_120_000,
    reactions: [{ emoji: '🎉', by: ['zulip-12'] }, { emoji: '❤️' }, { emoji: ':zulip:' }],
  });
  expect(
    (await timeline.versions('zulip-channel-21', first?.id ?? '')).map(({ text, at }) => [text, at]),
  ).toEqual([
    ['**plan**\nsecond', 1_600_000_110_000],
    ['**plan**\nfirst', 1_600_000_100_250],
  ]);
  expect(second).toMatchObject({ text: '**plan**\nSee dot.png', attachments: [{ name: 'dot.png' }] });
  const direct = await readRoom(imported, directRoomId('zulip-11', 'zulip-12'));
  expect(direct.map(({ text }) => text)).toEqual(['to Luis', 'to Ana']);
  expect((await readRoom(imported, 'zulip-group-41')).map(({ author }) => author)).toEqual([
    { id: 'zulip-13', name: 'Notification Bot', bot: true },
  ]);
  expect((await readRoom(imported, 'zulip-direct-11-11')).map(({ text }) => text)).toEqual(['to myself']);
  expect(
    (await timeline.members('zulip-channel-21', { limit: 9 })).members.map(({ user }) => user.id),
  ).toEqual(['zulip-11']);
  expect((await timeline.head('zulip-channel-22'))?.room).toMatchObject({ type: 'private', frozen: true });
  expect(reasonsOf(imported.report)).toEqual([
    'changed 1 custom emoji show as :name: until the server has one of this name',
    'changed 1 public rooms are private, for their members; --public keeps them public',
    'lost 1 messages to nobody that the export describes',
  ]);
  expect((await imported.again()).counts.messages).toEqual({ added: 0, known: 6 });
});
