import type { CallKind, CallLine, CallOutcome, GroupCallLine } from '@chat/protocol';
import type { PushSubscription } from '../storage/contract/notification-store.ts';
import type { SettingStore } from '../storage/contract/storage.ts';

/** How people are reached while they are away. `webPush` of `@chat/server/push` makes one. */
export interface PushOptions {
  /** Called once, before anything else. Answers the key that browsers subscribe with. */
  start(settings: SettingStore): Promise<{ publicKey: string }>;
  /** Whether this server sends to such an address at all: else anybody could make it call any host. */
  accepts(endpoint: string): boolean;
  /** Sends a text of at most 3,000 bytes. `gone`: the device is not to be had any more. Rejects when it could not be sent. */
  send(subscription: PushSubscription, payload: string, how: PushHow): Promise<'sent' | 'gone'>;
}

export interface PushHow {
  /** Of two that wait for a device, the later one replaces the earlier one of the same topic. */
  topic: string;
  /** It is worth waking a sleeping device for. */
  urgent: boolean;
  /** Time it may wait for a device that is off, seconds. Default: as the service is set. */
  ttlSeconds?: number;
}

/** What a device is sent: enough for a notification without asking the server again. */
export interface PushPayload {
  v: 1;
  roomId: string;
  title: string;
  messageId: string;
  seq: number;
  author: { name: string; avatarUrl?: string };
  /** The beginning of the text; without one, what its files are called. */
  text: string;
  /** It names the reader. */
  mention: boolean;
  /** ms since the epoch. */
  at: number;
}

/** That a room is about to start. */
export interface ReminderPushPayload extends Pick<PushPayload, 'v' | 'roomId' | 'title'> {
  /** `startsAt`: ms since the epoch. */
  reminder: { startsAt: number };
}

/** The same of a call: when it begins to ring, and once more when it no longer does. */
export interface CallPushPayload extends Pick<
  PushPayload,
  'v' | 'roomId' | 'title' | 'messageId' | 'author' | 'at'
> {
  /** `active`: it was answered. */
  call: { kind: CallKind; state: CallLine['state']; outcome?: CallOutcome };
}

/** The same of a call for many, which rings nowhere: when it has begun, and once more when it is over. */
export interface GroupCallPushPayload extends Omit<CallPushPayload, 'call'> {
  groupCall: Pick<GroupCallLine, 'kind' | 'state'>;
}
