export { webPush, type WebPushOptions } from './push/web-push.ts';
export type {
  CallPushPayload,
  GroupCallPushPayload,
  PushHow,
  PushOptions,
  PushPayload,
  ReminderPushPayload,
  SealedPush,
} from './push/push.ts';
