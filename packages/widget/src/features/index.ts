import type { Feature } from '../places.ts';
import { burst } from '../first/burst.ts';
import { calls } from '../first/calls.ts';
import { direct } from '../first/direct.ts';
import { emoji } from '../first/emoji.ts';
import { files } from '../first/files.ts';
import { groupCalls } from '../first/group-calls.ts';
import { members } from '../first/members.ts';
import { mentions } from '../first/mentions.ts';
import { messages } from '../first/messages.ts';
import { moderation } from '../first/moderation.ts';
import { notifications } from '../first/notifications.ts';
import { pins } from '../first/pins.ts';
import { popOut } from '../first/pop-out.ts';
import { privately } from '../first/private.ts';
import { reactions } from '../first/reactions.ts';
import { receipts } from '../first/receipts.ts';
import { reminders } from '../first/reminders.ts';
import { replies } from '../first/replies.ts';
import { search } from '../first/search.ts';
import { slash } from '../first/slash.ts';
import { slowMode } from '../first/slow-mode.ts';
import { streaming } from '../first/streaming.ts';
import { versions } from '../first/versions.ts';
import { voice } from '../first/voice.ts';
import { threads } from '../first/threads.ts';

/** All features of the widget, in the order in which they stand in each place. */
export const features: readonly Feature[] = [
  reactions,
  replies,
  files,
  privately,
  streaming,
  reminders,
  pins,
  threads,
  messages,
  versions,
  moderation,
  calls,
  groupCalls,
  direct,
  search,
  receipts,
  notifications,
  popOut,
  members,
  emoji,
  voice,
  burst,
  mentions,
  slash,
  slowMode,
];
