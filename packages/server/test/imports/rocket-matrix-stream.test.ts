// Collections of Rocket.Chat as mongoexport writes them, exports of Element as JSON, and of Stream's channels.
import { expect, test } from 'vitest';
import { directRoomId } from '../../src/room/direct-room.ts';
import { importFrom, readRoom, reasonsOf, writeSample } from './import-into.ts';
import { pngPixel } from './picture.ts';

const date = (second: number) => ({ $date: new Date(1_600_000_000_000 + second * 1_000).toISOString() });
const lines = (all: object[]): string => all.map((each) => JSON.stringify(each)).join('\n');
const by = (id: string, username: string) => ({ _id: id, username, name: username.toUpperCase() });

const rocketSample = {
  'users.json': lines([
    {
      _id: 'u1',
      username: 'ana',
      name: 'Ana',
      type: 'user',
      emails: [{ address: 'ana@example.org', verified: true }],
    },
    { _id: 'u2', username: 'luis', name: 'Luis', type: 'user' },
    { _id: 'rocket.cat', username: 'rocket.cat', name: 'Rocket.Cat', type: 'bot' },
  ]),
  'rocketchat_room.json': lines([
    { _id: 'GENERAL', t: 'c', name: 'general', ts: date(0), u: { _id: 'u1', username: 'ana' }, topic: 'All' },
    { _id: 'p1', t: 'p', name: 'board', fname: 'The board', ts: date(0), archived: true },
    { _id: 'd1', t: 'd', uids: ['u1', 'u2'], usernames: ['ana', 'luis'], ts: date(0) },
    { _id: 'l1', t: 'l', ts: date(0) },
  ]),
  'rocketchat_subscription.json': lines([
    { _id: 's1', rid: 'GENERAL', u: by('u1', 'ana'), roles: ['owner'], ts: date(1) },
    { _id: 's2', rid: 'GENERAL', u: by('u2', 'luis'), ts: date(2) },
  ]),
  'rocketchat_message.json': lines([
    { _id: 'm0', rid: 'GENERAL', t: 'uj', msg: 'luis', ts: date(2), u: by('u2', 'luis') },
    {
      _id: 'm1',
      rid: 'GENERAL',
      msg: '*Hello* @luis :tada:',
      ts: date(3),
      u: by('u1', 'ana'),
      mentions: [{ _id: 'u2', username: 'luis' }],
      reactions: { ':thumbsup:': { usernames: ['luis', 'ana'] }, ':rocket_logo:': { usernames: ['ana'] } },
      pinned: true,
      editedAt: date(9),
      tcount: 2,
    },
    { _id: 'm2', rid: 'GENERAL', msg: 'In the thread', ts: date(4), u: by('u2', 'luis'), tmid: 'm1' },
    { _id: 'm3', rid: 'GENERAL', msg: 'In both', ts: date(5), u: by('u2', 'luis'), tmid: 'm1', tshow: true },
    {
      _id: 'm4',
      rid: 'GENERAL',
      msg: '[ ](https://chat/?msg=m1) I agree',
      ts: date(6),
      u: by('u2', 'luis'),
      attachments: [{ text: 'Hello', message_link: 'https://chat/?msg=m1' }],
    },
    {
      _id: 'm5',
      rid: 'GENERAL',
      msg: '',
      ts: date(7),
      u: by('u1', 'ana'),
      file: { _id: 'f1', name: 'dot.png', type: 'image/png' },
      files: [
        { _id: 'f1', name: 'dot.png', type: 'image/png' },
        { _id: 'f2', name: 'thumb-dot.png', type: 'image/png' },
      ],
      attachments: [{ type: 'file', title: 'dot.png', description: 'A dot' }],
    },
    { _id: 'm6', rid: 'GENERAL', t: 'rm', msg: '', ts: date(8), u: by('u1', 'ana') },
    { _id: 'm7', rid: 'd1', msg: 'Psst', ts: date(9), u: by('u9', 'vanished') },
    {
      _id: 'm8',
      rid: 'nowhere',
      msg: 'Lost room',
      ts: date(10),
      u: by('rocket.cat', 'rocket.cat'),
      alias: 'Alerts',
      bot: { i: 'x' },
    },
  ]),
  'uploads/f1': pngPixel,
};

test('the collections of Rocket.Chat are rooms, threads and files', async () => {
  const imported = await importFrom('rocket-chat', writeSample(rocketSample));
  const messages = await readRoom(imported, 'rocket-chat-GENERAL');
  expect(messages.map(({ author, text }) => [author.name, text])).toEqual([
    ['Ana', '**Hello** @Luis 🎉'],
    ['Luis', 'In the thread'],
    ['Luis', 'In both'],
    ['Luis', 'I agree\n> Hello'],
    ['Ana', 'A dot'],
  ]);
  const [root, reply, both, , file] = messages;
  expect(root).toMatchObject({
    mentions: ['rocket-chat-u2'],
    editedAt: 1_600_000_009_000,
    thread: { replies: 2 },
    reactions: [
      { emoji: '👍', by: ['rocket-chat-u2', 'rocket-chat-u1'] },
      { emoji: ':rocket_logo:', count: 1 },
    ],
  });
  expect([reply?.threadId, both?.threadId, reply?.alsoToRoom, both?.alsoToRoom]).toEqual([
    root?.id,
    root?.id,
    undefined,
    true,
  ]);
  expect(file?.attachments).toMatchObject([{ name: 'dot.png', type: 'image/png' }]);
  const { members } = await imported.storage.timeline.members('rocket-chat-GENERAL', { limit: 9 });
  expect(members.map(({ role, joinedAt }) => [role, joinedAt])).toEqual([
    ['owner', 1_600_000_001_000],
    ['member', 1_600_000_002_000],
  ]);
  expect(
    (await readRoom(imported, directRoomId('rocket-chat-u1', 'rocket-chat-u2'))).map(
      ({ author }) => author.name,
    ),
  ).toEqual(['VANISHED']);
  expect(reasonsOf(imported.report)).toEqual([
    'changed 1 custom emoji show as :name: until the server has one of this name',
    'changed 1 public rooms are private, for their members; --public keeps them public',
    'changed 1 rooms that the export does not describe have their id as title',
    'changed 1 users whom the export does not describe are known by their messages alone',
    'lost 1 conversations with visitors (omnichannel)',
    'lost 1 messages that were deleted there',
    'lost 1 notices, such as joins and changes of topics',
  ]);
  expect((await imported.again()).counts.messages).toEqual({ added: 0, known: 7 });
});

const [alice, bob] = ['@alice:example.org', '@bob:example.org'];
const matrixEvent = (id: string, second: number, sender: string, content: object, more: object = {}) => ({
  type: 'm.room.message',
  room_id: '!room:example.org',
  event_id: `$${id}`,
  sender,
  origin_server_ts: 1_600_000_000_000 + second * 1_000,
  content,
  unsigned: {},
  ...more,
});
const message = (body: string, more: object = {}) => ({ msgtype: 'm.text', body, ...more });
const memberEvent = (id: string, second: number, user: string, membership: string, displayname?: string) =>
  matrixEvent(id, second, user, { membership, displayname }, { type: 'm.room.member', state_key: user });

const matrixSample = {
  'export.json': {
    room_name: 'Garden',
    room_creator: 'Alice',
    topic: 'Plants',
    export_date: 'today',
    exported_by: 'Alice',
    messages: [
      matrixEvent('create', 0, alice, { room_version: '10' }, { type: 'm.room.create', state_key: '' }),
      memberEvent('j1', 1, alice, 'join', 'Alice'),
      memberEvent('j2', 2, bob, 'join', 'Bob'),
      matrixEvent('1', 3, alice, message('Hello @bob:example.org', { 'm.mentions': { user_ids: [bob] } })),
      matrixEvent(
        '2',
        4,
        bob,
        message('> <@alice:example.org> Hello\n\nFine', {
          'm.relates_to': { 'm.in_reply_to': { event_id: '$1' } },
        }),
      ),
      matrixEvent(
        '3',
        5,
        bob,
        message('In a thread', {
          'm.relates_to': {
            rel_type: 'm.thread',
            event_id: '$1',
            is_falling_back: true,
            'm.in_reply_to': { event_id: '$1' },
          },
        }),
      ),
      matrixEvent(
        '4',
        6,
        alice,
        message('* Bye', {
          'm.new_content': message('Bye'),
          'm.relates_to': { rel_type: 'm.replace', event_id: '$1' },
        }),
      ),
      matrixEvent(
        '5',
        7,
        bob,
        { 'm.relates_to': { rel_type: 'm.annotation', event_id: '$1', key: '👍️' } },
        { type: 'm.reaction' },
      ),
      matrixEvent('6', 8, alice, {
        msgtype: 'm.image',
        body: 'dot.png',
        url: 'mxc://x',
        info: { mimetype: 'image/png' },
      }),
      matrixEvent('7', 9, alice, {}, { unsigned: { redacted_because: {} } }),
      matrixEvent('8', 10, bob, { algorithm: 'm.megolm.v1.aes-sha2' }, { type: 'm.room.encrypted' }),
      matrixEvent('9', 11, bob, { msgtype: 'm.emote', body: 'waves' }),
      matrixEvent('10', 12, alice, { pinned: ['$9'] }, { type: 'm.room.pinned_events', state_key: '' }),
      memberEvent('l2', 13, bob, 'leave'),
    ],
  },
  'images/dot-13-09-2020 12-26-48.png': pngPixel,
};

test('a room of Matrix has its edits, reactions, threads, replies and files', async () => {
  const imported = await importFrom('matrix', writeSample(matrixSample));
  const messages = await readRoom(imported, 'matrix-!room:example.org');
  expect(messages.map(({ author, text }) => [author.name, text])).toEqual([
    ['Alice', 'Bye'],
    ['Bob', 'Fine'],
    ['Bob', 'In a thread'],
    ['Alice', ''],
    ['Bob', '_waves_'],
  ]);
  const [first, reply, inThread, file, pinned] = messages;
  expect(first).toMatchObject({
    mentions: [`matrix-${bob}`],
    editedAt: 1_600_000_006_000,
    reactions: [{ emoji: '👍', count: 1 }],
  });
  expect(
    (await imported.storage.timeline.versions('matrix-!room:example.org', first?.id ?? '')).map(
      ({ text }) => text,
    ),
  ).toEqual(['Hello @Bob']);
  expect([reply?.replyTo, inThread?.threadId, inThread?.replyTo]).toEqual([first?.id, first?.id, undefined]);
  expect(file?.attachments).toMatchObject([{ name: 'dot.png', type: 'image/png' }]);
  expect(pinned?.pinnedAt).toBeDefined();
  const { members } = await imported.storage.timeline.members('matrix-!room:example.org', { limit: 9 });
  expect(members.map(({ user, role }) => [user.name, role])).toEqual([['Alice', 'owner']]);
  expect(reasonsOf(imported.report)).toEqual([
    'lost 1 encrypted messages that the exporter could not read',
    'lost 1 messages that were deleted there',
    'lost 5 notices, such as joins and changes of topics',
  ]);
});

const streamMessage = (id: string, second: number, userId: string, text: string, more: object = {}) => ({
  id,
  type: 'regular',
  text,
  user: { id: userId, name: userId.toUpperCase() },
  created_at: new Date(1_600_000_000_000 + second * 1_000).toISOString(),
  attachments: [],
  mentioned_users: [],
  ...more,
});
const streamChannel = {
  id: 'park',
  type: 'messaging',
  cid: 'messaging:park',
  name: 'The park',
  created_at: '2020-09-13T12:26:40.745857Z',
  created_by: { id: 'ana', name: 'ANA' },
};
const streamMembers = [
  {
    user_id: 'ana',
    user: { id: 'ana', name: 'ANA' },
    channel_role: 'channel_moderator',
    created_at: '2020-09-13T12:26:40Z',
  },
  { user_id: 'luis', channel_role: 'channel_member' },
];
const streamMessages = [
  streamMessage('s1', 10, 'ana', 'Hello', {
    pinned: true,
    message_text_updated_at: '2020-09-13T12:27:00Z',
    mentioned_users: [{ id: 'luis' }],
    latest_reactions: [{ message_id: 's1', type: 'love', user_id: 'luis' }],
    reaction_counts: { love: 1 },
  }),
  streamMessage('s2', 11, 'luis', 'In the thread', { type: 'reply', parent_id: 's1' }),
  streamMessage('s3', 12, 'luis', 'Quoting', {
    quoted_message_id: 's1',
    attachments: [{ type: 'image', title: 'dot.png', image_url: 'https://cdn/x/dot.png' }],
  }),
  streamMessage('s4', 13, 'ana', 'gone', { type: 'deleted', deleted_at: '2020-09-13T12:30:00Z' }),
  streamMessage('s5', 14, 'ana', 'ANA joined', { type: 'system' }),
];

const streamLines = [
  { type: 'user', data: { id: 'ana', name: 'ANA' } },
  { type: 'channel', data: streamChannel },
  ...streamMembers.map((data) => ({
    type: 'member',
    data: { ...data, channel_type: 'messaging', channel_id: 'park' },
  })),
  ...streamMessages.map((data) => ({ messages: { ...data, channel_type: 'messaging', channel_id: 'park' } })),
  { type: 'reaction', data: { message_id: 's1', type: 'love', user_id: 'luis' } },
];

test.each([
  [
    'version 1, an array of channels',
    [{ channel: streamChannel, members: streamMembers, messages: streamMessages, reads: [] }],
    'export.json',
  ],
  ['version 2, an entity per line', streamLines, 'export.jsonl'],
])('channels of Stream: %s', async (_what, content, name) => {
  const imported = await importFrom('stream', writeSample({ [name]: content }));
  const messages = await readRoom(imported, 'stream-messaging:park');
  expect(messages.map(({ author, text }) => [author.name, text])).toEqual([
    ['ANA', 'Hello'],
    ['LUIS', 'In the thread'],
    ['LUIS', 'Quoting'],
  ]);
  const [root, reply, quote] = messages;
  expect(root).toMatchObject({
    mentions: ['stream-luis'],
    editedAt: 1_600_000_020_000,
    reactions: [{ emoji: '❤️', count: 1 }],
  });
  expect([reply?.threadId, quote?.replyTo]).toEqual([root?.id, root?.id]);
  const { members } = await imported.storage.timeline.members('stream-messaging:park', { limit: 9 });
  expect(members.map(({ user, role }) => [user.name, role])).toEqual([
    ['ANA', 'moderator'],
    ['LUIS', 'member'],
  ]);
  expect(reasonsOf(imported.report)).toEqual([
    'lost 1 files that the export does not have',
    'lost 1 messages that were deleted there',
    'lost 1 notices, such as joins and changes of topics',
  ]);
});
