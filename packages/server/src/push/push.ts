import type {
  CallKind,
  CallLine,
  CallOutcome,
  EncryptedContent,
  GroupCallLine,
  Message,
} from '@chat/protocol';
import type { PushSubscription } from '../storage/contract/notification-store.ts';
import type { SettingStore } from '../storage/contract/storage.ts';

/** Sends push notifications. `webPush` of `@chat/server/push` creates one. */
export interface PushOptions {
  /** Called once, before anything else. Returns the key that browsers subscribe with. */
  start(settings: SettingStore): Promise<{ publicKey: string }>;
  /** Returns whether this server sends to such a URL. Otherwise anyone could make it call any host. */
  accepts(endpoint: string): boolean;
  /**
   * Sends a text of at most 3,000 bytes. `gone`: the device has unsubscribed. Rejects if it could not be
   * sent.
   */
  send(subscription: PushSubscription, payload: string, how: PushHow): Promise<'sent' | 'gone'>;
}

export interface PushHow {
  /** While two wait for a device, the later one replaces the earlier one of the same topic. */
  topic: string;
  /** Whether to wake a sleeping device. */
  urgent: boolean;
  /** How long it may wait for a device that is off, seconds. Default: as the service is configured. */
  ttlSeconds?: number;
}

/** The payload of a push: enough for a notification without asking the server again. */
export interface PushPayload {
  v: 1;
  roomId: string;
  title: string;
  messageId: string;
  seq: number;
  author: { name: string; avatarUrl?: string };
  /** The beginning of the text; without a text, the names of its files. */
  text: string;
  /** The message is encrypted: `text` is empty. */
  encrypted?: true;
  /** An encrypted message, for a device that has its key; absent if it is too long for a push. */
  sealed?: SealedPush;
  /** The message is a voice note, or the recording of a call, without a text. */
  recording?: { kind: 'voice' | CallKind; durationMs?: number };
  /** Whether it mentions the reader. */
  mention: boolean;
  /** The reader asked to be reminded of it now. */
  reminded?: true;
  /** ms since the epoch. */
  at: number;
}

/** What a device needs to decrypt a message. */
export interface SealedPush extends EncryptedContent, Pick<Message, 'kind' | 'replyTo' | 'threadId'> {
  /** Id of its author. */
  userId: string;
}

/** A push that a room is about to start. */
export interface ReminderPushPayload extends Pick<PushPayload, 'v' | 'roomId' | 'title'> {
  /** `startsAt`: ms since the epoch. */
  reminder: { startsAt: number };
}

/** A push for a call: when it begins to ring, and again when it stops. */
export interface CallPushPayload extends Pick<
  PushPayload,
  'v' | 'roomId' | 'title' | 'messageId' | 'author' | 'at'
> {
  /** `active`: it was answered. */
  call: { kind: CallKind; state: CallLine['state']; outcome?: CallOutcome };
}

/** A push for a group call, which does not ring: when it has begun, and again when it is over. */
export interface GroupCallPushPayload extends Omit<CallPushPayload, 'call'> {
  groupCall: Pick<GroupCallLine, 'kind' | 'state'>;
}
