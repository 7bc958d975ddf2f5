// An export of a Slack workspace as Slack describes it, with everything that is awkward in one.
import { pngPixel } from './picture.ts';
import type { Sample } from './import-into.ts';

const long = `${'A sentence of words. '.repeat(150)}\n\n${'Another paragraph. '.repeat(150)}`;

export const slackSample: Sample = {
  'users.json': [
    { id: 'U1', team_id: 'T1', name: 'ana', deleted: false, is_bot: false, profile: { real_name: 'Ana Ruiz', display_name: 'Ana', email: 'Ana@Example.org' } },
    { id: 'U2', team_id: 'T1', name: 'luis', deleted: false, is_bot: false, profile: { real_name: 'Luis Gil', display_name: '' } },
    { id: 'U3', team_id: 'T1', name: 'gone', deleted: true, profile: { real_name: 'Eva Sanz', display_name: 'Eva' } },
    { id: 'U4', team_id: 'T1', name: 'helper', is_bot: true, profile: { real_name: 'Helper\u202e', bot_id: 'B1' } },
  ],
  'channels.json': [
    {
      id: 'C1',
      name: 'general',
      created: 1_600_000_000,
      creator: 'U1',
      is_archived: false,
      members: ['U1', 'U2'],
      topic: { value: 'Everything' },
      purpose: { value: '' },
      pins: [{ id: '1600000100.000100', type: 'C', created: 1_600_000_500, user: 'U1' }],
    },
    { id: 'C2', name: 'old', created: 1_600_000_000, creator: 'U3', is_archived: true, members: ['U1'] },
  ],
  'groups.json': [{ id: 'G1', name: 'board', created: 1_600_000_001, creator: 'U2', members: ['U1', 'U2'] }],
  'mpims.json': [{ id: 'G2', name: 'mpdm-ana--luis--gone-1', created: 1_600_000_002, creator: 'U1', members: ['U1', 'U2', 'U3'] }],
  'dms.json': [{ id: 'D1', created: 1_600_000_003, members: ['U1', 'U2'] }],
  'general/2020-09-13.json': [
    { type: 'message', subtype: 'channel_join', user: 'U2', text: '<@U2> has joined the channel', ts: '1600000050.000100' },
    {
      type: 'message',
      user: 'U1',
      text: 'Hello *everybody* &amp; <@U2>, see <#C2|old> and <https://example.org/a?b=1|the _page_>, <https://example.org> :tada: :partyparrot:',
      ts: '1600000100.000100',
      thread_ts: '1600000100.000100',
      reply_count: 2,
      reactions: [
        { name: '+1::skin-tone-3', users: ['U2', 'U3'], count: 2 },
        { name: 'thumbsup', users: ['U1'], count: 1 },
        { name: 'partyparrot', users: ['U2'], count: 1 },
        { name: 'heart', users: ['U1'], count: 3 },
      ],
    },
    { type: 'message', user: 'U2', text: '<!here> ~no~ `*code* &lt;b&gt;`', ts: '1600000100.000200', edited: { user: 'U2', ts: '1600000160.000000' } },
    { type: 'message', user: 'U2', text: 'In the thread', ts: '1600000200.000100', thread_ts: '1600000100.000100', parent_user_id: 'U1' },
    { type: 'message', subtype: 'thread_broadcast', user: 'U3', text: 'In both', ts: '1600000300.000100', thread_ts: '1600000100.000100' },
    { type: 'message', subtype: 'bot_message', bot_id: 'B9', username: 'Deploys', text: '', ts: '1600000400.000100', attachments: [{ fallback: 'plain', title: 'Build 7', title_link: 'https://ci.example/7', text: 'is *green*' }] },
    { type: 'message', subtype: 'tombstone', user: 'USLACKBOT', text: 'This message was deleted.', ts: '1600000401.000100' },
  ],
  'general/2020-09-14.json': [
    { type: 'message', user: 'U9', text: 'From another workspace', ts: '1600050000.000100', user_profile: { real_name: 'Zoe Guest', display_name: 'Zoe' } },
    { type: 'message', text: 'Nobody wrote this', ts: '1600050001.000100' },
    { type: 'message', user: 'U1', text: long, ts: '1600050002.000100' },
    {
      type: 'message',
      user: 'U1',
      text: 'Two files',
      ts: '1600050003.000100',
      files: [
        { id: 'F1', name: 'dot.png', mimetype: 'image/png', mode: 'hosted', url_private: 'https://files.slack.com/F1' },
        { id: 'F2', name: 'lost.pdf', mimetype: 'application/pdf', mode: 'hosted', url_private: 'https://files.slack.com/F2' },
      ],
    },
    { type: 'message', user: 'U2', text: '', ts: '1600050004.000100', files: [{ id: 'F3', name: 'gone.doc', mode: 'tombstone' }] },
    { type: 'message', user: 'U2', text: ' ', ts: '1600050005.000100' },
    { type: 'message', user: 'U2', text: 'A reply to what is not here', ts: '1600050006.000100', thread_ts: '1500000000.000100' },
    { type: 'message', user: 'U2', text: 'without a time' },
  ],
  'old/2020-09-13.json': [{ type: 'message', user: 'U3', text: 'Old', ts: '1600000100.000100' }],
  'board/2020-09-13.json': [{ type: 'message', user: 'U2', text: 'Secret', ts: '1600000100.000100' }],
  'mpdm-ana--luis--gone-1/2020-09-13.json': [{ type: 'message', user: 'U1', text: 'The three of us', ts: '1600000100.000100' }],
  'D1/2020-09-13.json': [{ type: 'message', user: 'U2', text: 'Just you', ts: '1600000100.000100' }],
  '__uploads/F1/dot.png': pngPixel,
};
