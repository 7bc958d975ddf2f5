import type { ReadExport } from '../source.ts';
import { readChat } from './chat.ts';
import { readDiscord } from './discord.ts';
import { readMatrix } from './matrix.ts';
import { readMattermost } from './mattermost.ts';
import { readRocketChat } from './rocket-chat.ts';
import { readSlack } from './slack.ts';
import { readStream } from './stream.ts';
import { readZulip } from './zulip.ts';

/** Every chat whose exports can be imported, by its name on the command line. */
export const exportReaders: Readonly<Record<string, ReadExport>> = {
  chat: readChat,
  slack: readSlack,
  mattermost: readMattermost,
  discord: readDiscord,
  zulip: readZulip,
  'rocket-chat': readRocketChat,
  matrix: readMatrix,
  stream: readStream,
};
