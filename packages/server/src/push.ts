export { webPush, type WebPushOptions } from './push/web-push.ts';
export type {
  CallPushPayload,
  GroupCallPushPayload,
  PushHow,
  PushOptions,
  PushPayload,
  ReminderPushPayload,
} from './push/push.ts';
