import type { Feature } from '../core/feature.ts';
import { registerFeatures } from '../core/feature-registry.ts';
import { approval } from './approval/index.ts';
import { attendance } from './attendance/index.ts';
import { blocks } from './blocks/index.ts';
import { callsDeferred, watch as watchCalls } from './calls/deferred.ts';
import { calls } from './calls/index.ts';
import { captions } from './captions/index.ts';
import { customEmoji } from './custom-emoji/index.ts';
import { directDeferred } from './direct/deferred.ts';
import { direct } from './direct/index.ts';
import { drafts } from './drafts/index.ts';
import { encryption } from './encryption/index.ts';
import { emojiDeferred } from './emoji/deferred.ts';
import { emoji } from './emoji/index.ts';
import { formatting } from './formatting/index.ts';
import { forward } from './forward/index.ts';
import { hands } from './hands/index.ts';
import { link, watchAddress } from './link/index.ts';
import { linkCards } from './link-cards/index.ts';
import { lobby } from './lobby/index.ts';
import { location } from './location/index.ts';
import { membersDeferred } from './members/deferred.ts';
import { members } from './members/index.ts';
import { messageReminders } from './message-reminders/index.ts';
import { messagesDeferred } from './messages/deferred.ts';
import { messages } from './messages/index.ts';
import { moderationDeferred } from './moderation/deferred.ts';
import { moderation } from './moderation/index.ts';
import { notificationsDeferred } from './notifications/deferred.ts';
import { notifications } from './notifications/index.ts';
import { pinsDeferred } from './pins/deferred.ts';
import { pins } from './pins/index.ts';
import { overlay } from './overlay/index.ts';
import { polls } from './polls/index.ts';
import { privateDeferred } from './private/deferred.ts';
import { privateMessages } from './private/index.ts';
import { questions } from './questions/index.ts';
import { reactionsDeferred } from './reactions/deferred.ts';
import { reactions } from './reactions/index.ts';
import { receiptsDeferred } from './receipts/deferred.ts';
import { receipts } from './receipts/index.ts';
import { recordings } from './recordings/index.ts';
import { reminders } from './reminders/index.ts';
import { repliesDeferred } from './replies/deferred.ts';
import { replies } from './replies/index.ts';
import { saved } from './saved/index.ts';
import { scheduled } from './scheduled/index.ts';
import { shortcuts } from './shortcuts/index.ts';
import { spotlight } from './spotlight/index.ts';
import { slowMode } from './slow-mode/index.ts';
import { streaming } from './streaming/index.ts';
import { summary } from './summary/index.ts';
import { threadsDeferred } from './threads/deferred.ts';
import { threads } from './threads/index.ts';
import { translation } from './translation/index.ts';
import { users } from './users/index.ts';
import { versionsDeferred } from './versions/deferred.ts';
import { versions } from './versions/index.ts';

Object.assign(calls, callsDeferred);
Object.assign(direct, directDeferred);
Object.assign(emoji, emojiDeferred);
Object.assign(members, membersDeferred);
Object.assign(messages, messagesDeferred);
Object.assign(moderation, moderationDeferred);
Object.assign(notifications, notificationsDeferred);
Object.assign(pins, pinsDeferred);
Object.assign(privateMessages, privateDeferred);
Object.assign(reactions, reactionsDeferred);
Object.assign(receipts, receiptsDeferred);
Object.assign(replies, repliesDeferred);
Object.assign(threads, threadsDeferred);
Object.assign(versions, versionsDeferred);
// The tools of a host stand before the panel of moderation.
registerFeatures([encryption, questions, hands, lobby, attendance, approval], moderation);
registerFeatures([
  reminders,
  recordings,
  slowMode,
  link,
  linkCards,
  blocks,
  customEmoji,
  location,
  summary,
  forward,
  users,
  formatting,
  shortcuts,
  polls,
  spotlight,
  overlay,
  streaming,
  captions,
  translation,
  saved,
  messageReminders,
  scheduled,
  drafts,
]);

/** Watches for the elements that were drawn before this code was loaded. */
export const watch: NonNullable<Feature['watch']> = (context, changed) => [
  ...watchAddress(context),
  ...watchCalls(context, changed),
  ...notificationsDeferred.watch(context, changed),
  ...directDeferred.watch(context, changed),
  ...emojiDeferred.watch(context),
  ...membersDeferred.watch(context, changed),
  ...(formatting.watch?.(context, changed) ?? []),
  ...(users.watch?.(context, changed) ?? []),
  ...(shortcuts.watch?.(context, changed) ?? []),
  ...(scheduled.watch?.(context, changed) ?? []),
  ...(captions.watch?.(context, changed) ?? []),
  ...(drafts.watch?.(context, changed) ?? []),
  ...(messageReminders.watch?.(context, changed) ?? []),
];
