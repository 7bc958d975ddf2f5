export { webPush, type WebPushOptions } from './push/web-push.ts';
export type { CallPushPayload, PushHow, PushOptions, PushPayload } from './push/push.ts';
