// The bulk export of Mattermost: one JSONL file, whose posts are in no order of time.
import { expect, test } from 'vitest';
import { directRoomId } from '../../src/room/direct-room.ts';
import { importFrom, readRoom, reasonsOf, writeSample } from './import-into.ts';
import { pngPixel } from './picture.ts';

const at = 1_600_000_000_000;
const channel = (name: string, more: object) => ({
  type: 'channel',
  channel: { team: 'one', name, ...more },
});
const user = (username: string, channels: object[], more: object = {}) => ({
  type: 'user',
  user: {
    username,
    email: `${username}@example.org`,
    nickname: '',
    first_name: username.toUpperCase(),
    last_name: 'Ruiz',
    teams: [{ name: 'one', roles: 'team_user', channels }],
    ...more,
  },
});
const post = (name: string, message: string, create: number, more: object = {}) => ({
  type: 'post',
  post: {
    team: 'one',
    channel: 'town-square',
    user: name,
    type: '',
    message,
    props: {},
    create_at: at + create,
    edit_at: 0,
    reactions: null,
    replies: null,
    is_pinned: false,
    ...more,
  },
});

const mattermostSample = {
  'export.jsonl': [
    { type: 'version', version: 1 },
    { type: 'team', team: { name: 'one', display_name: 'One', type: 'O' } },
    channel('town-square', { display_name: 'Town Square', type: 'O', header: 'Hello', purpose: '' }),
    channel('staff', { display_name: 'Staff', type: 'P', header: '', purpose: '' }),
    user('ana', [
      { name: 'town-square', roles: 'channel_admin channel_user' },
      { name: 'staff', roles: 'channel_user' },
    ]),
    user('luis', [{ name: 'town-square', roles: 'channel_user' }]),
    user('eva', [{ name: 'town-square', roles: 'channel_user' }], { delete_at: at + 5 }),
    { type: 'bot', bot: { username: 'robot', display_name: 'Robot', owner: 'ana' } },
    post('luis', 'Third, @ana. Hi @all', 300, {
      reactions: [
        { user: 'ana', emoji_name: 'tada', create_at: at + 301 },
        { user: 'eva', emoji_name: 'tada', create_at: at + 302 },
        { user: 'ana', emoji_name: 'party_parrot', create_at: at + 303 },
      ],
    }),
    post('ana', 'First **bold**', 100, {
      edit_at: at + 150,
      is_pinned: true,
      replies: [
        { user: 'luis', type: '', message: 'Before the first', create_at: at + 50, edit_at: 0 },
        {
          user: 'eva',
          type: '',
          message: 'Reply',
          create_at: at + 400,
          attachments: [{ path: '20200913/teams/noteam/channels/c/users/u/f/dot.png' }],
        },
      ],
    }),
    post('ana', 'ana joined the channel.', 10, { type: 'system_join_channel' }),
    post('robot', 'Beep', 500, {
      props: {
        from_bot: 'true',
        override_username: 'Deploys',
        attachments: [{ title: 'Build', text: 'green' }],
      },
    }),
    post('vanished', 'I am in no line', 600, { attachments: [{ path: 'data/none.pdf' }] }),
    post('ana', 'Same time', 700),
    post('luis', 'Same time', 700),
    { type: 'direct_channel', direct_channel: { members: ['ana', 'luis'], header: '' } },
    {
      type: 'direct_post',
      direct_post: { channel_members: ['luis', 'ana'], user: 'ana', message: 'Psst', create_at: at + 1_000 },
    },
    {
      type: 'direct_post',
      direct_post: {
        channel_members: ['luis', 'ana', 'eva'],
        user: 'eva',
        message: 'All three',
        create_at: at + 1_100,
      },
    },
    {
      type: 'direct_post',
      direct_post: {
        channel_members: ['ana', 'ana'],
        user: 'ana',
        message: 'Note to myself',
        create_at: at + 1_200,
      },
    },
    { type: 'emoji', emoji: { name: 'party_parrot', image: 'exported_emoji/x/image.png' } },
  ],
  'data/20200913/teams/noteam/channels/c/users/u/f/dot.png': pngPixel,
};

test('a channel of Mattermost is in the order of time, a thread after its first message', async () => {
  const imported = await importFrom('mattermost', writeSample(mattermostSample));
  const messages = await readRoom(imported, 'mattermost-one.town-square');
  expect(messages.map(({ createdAt, author, text }) => [createdAt - at, author.name, text])).toEqual([
    [100, 'ANA Ruiz', 'First **bold**'],
    [50, 'LUIS Ruiz', 'Before the first'],
    [300, 'LUIS Ruiz', 'Third, @ANA Ruiz. Hi @all'],
    [400, 'EVA Ruiz', 'Reply'],
    [500, 'Deploys', 'Beep\n\n**Build**\ngreen'],
    [600, 'Unknown user', 'I am in no line'],
    [700, 'ANA Ruiz', 'Same time'],
    [700, 'LUIS Ruiz', 'Same time'],
  ]);
  const [root, early, third, reply] = messages;
  expect(root).toMatchObject({ editedAt: at + 150, pinnedAt: at + 100, thread: { replies: 2 } });
  expect(early?.threadId).toBe(root?.id);
  expect(third).toMatchObject({
    mentions: ['mattermost-ana'],
    mentionsAll: true,
    reactions: [
      { emoji: '🎉', count: 2 },
      { emoji: ':party_parrot:', count: 1 },
    ],
  });
  expect(reply?.attachments).toMatchObject([{ name: 'dot.png', type: 'image/png' }]);
  expect(reasonsOf(imported.report)).toEqual([
    'changed 1 custom emoji show as :name: until the server has one of this name',
    'changed 1 public rooms are private, for their members; --public keeps them public',
    'changed 1 users whom the export does not describe are known by their messages alone',
    'lost 1 custom emoji: set the option customEmoji',
    'lost 1 files that the export does not have',
    'lost 1 notices, such as joins and changes of topics',
  ]);
});

test('members and conversations of Mattermost are those of the export', async () => {
  const imported = await importFrom('mattermost', writeSample(mattermostSample));
  const { timeline, rooms } = imported.storage;
  const { members } = await timeline.members('mattermost-one.town-square', { limit: 9 });
  expect(members.map(({ user: { id }, role }) => [id, role])).toEqual([
    ['mattermost-ana', 'owner'],
    ['mattermost-luis', 'member'],
  ]);
  const listed = (await rooms.list({ limit: 20 })).rooms.map(({ type, title }) => `${type} ${title}`);
  expect(listed.toSorted()).toEqual([
    'direct ',
    'private ',
    'private ',
    'private Staff',
    'private Town Square',
  ]);
  const direct = await readRoom(imported, directRoomId('mattermost-ana', 'mattermost-luis'));
  expect(direct.map(({ text }) => text)).toEqual(['Psst']);
  expect((await imported.again()).counts.messages).toEqual({ added: 0, known: 11 });
});

test.each([
  ['a line that is no JSON', 'export.jsonl', '{"type":"version","version":1}\n{"type":', 'export.jsonl:2: '],
  [
    'another version',
    'export.jsonl',
    '{"type":"version","version":2}\n',
    'export.jsonl:1: this is not a bulk export',
  ],
  ['no file', 'export.txt', '', 'must have one file that ends in .jsonl; it has 0'],
])('an export of Mattermost with %s is refused by its name', async (_what, name, content, message) => {
  const folder = writeSample({ [name]: content });
  await expect(importFrom('mattermost', folder)).rejects.toThrow(message);
});
