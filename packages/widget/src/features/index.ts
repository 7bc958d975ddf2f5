import { registerFeatures } from '../core/feature-registry.ts';
import { burst } from './burst/index.ts';
import { calls } from './calls/index.ts';
import { direct } from './direct/index.ts';
import { emoji } from './emoji/index.ts';
import { files } from './files/index.ts';
import { groupCalls } from './group-calls/index.ts';
import { longMessages } from './long-messages/index.ts';
import { members } from './members/index.ts';
import { mentions } from './mentions/index.ts';
import { messages } from './messages/index.ts';
import { moderation } from './moderation/index.ts';
import { notifications } from './notifications/index.ts';
import { pins } from './pins/index.ts';
import { popOut } from './pop-out/index.ts';
import { privateMessages } from './private/index.ts';
import { reactions } from './reactions/index.ts';
import { receipts } from './receipts/index.ts';
import { replies } from './replies/index.ts';
import { search } from './search/index.ts';
import { slash } from './slash/index.ts';
import { versions } from './versions/index.ts';
import { voice } from './voice/index.ts';
import { threads } from './threads/index.ts';

// The order is the order of their buttons, panels and menu entries.
registerFeatures([
  longMessages,
  reactions,
  replies,
  files,
  voice,
  privateMessages,
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
  burst,
  mentions,
  slash,
]);
