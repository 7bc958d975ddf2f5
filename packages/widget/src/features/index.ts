import type { Feature } from '../places.ts';
import { burst } from './burst.ts';
import { emoji } from './emoji.ts';
import { files } from './files.ts';
import { members } from './members.ts';
import { mentions } from './mentions.ts';
import { messages } from './messages.ts';
import { moderation } from './moderation.ts';
import { notifications } from './notifications.ts';
import { privately } from './private.ts';
import { reactions } from './reactions.ts';
import { replies } from './replies.ts';
import { slowMode } from './slow-mode.ts';

/** All features of the widget, in the order in which they stand in each place. */
export const features: readonly Feature[] = [
  reactions,
  replies,
  files,
  privately,
  messages,
  moderation,
  notifications,
  members,
  emoji,
  burst,
  mentions,
  slowMode,
];
