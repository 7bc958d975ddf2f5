import { capabilities, type Message, type RoomSummary } from '@chat/protocol';
import type { ChatRoom } from '../room/chat-room.ts';
import { approval, type Approval } from '../features/approval.ts';
import { audit, type Audit } from '../features/audit.ts';
import type { Calls, CallsFeature } from '../features/calls.ts';
import {
  encryption,
  type Encryption,
  type EncryptionFeature,
  type EncryptionParts,
} from '../features/encryption/encryption.ts';
import { exportRoom, type ExportOptions } from '../features/data-rights.ts';
import { files, type Files } from '../features/files.ts';
import { groupCalls, type GroupCalls } from '../features/group-calls.ts';
import { attendance, type Attendance } from '../features/live/attendance.ts';
import { captions, type Captions } from '../features/live/captions.ts';
import { hands, type Hands } from '../features/live/hands.ts';
import { lobby, type Lobby } from '../features/live/lobby.ts';
import { questions, type Questions } from '../features/live/questions.ts';
import { members, type Members } from '../features/members.ts';
import { pins, type Pins } from '../features/pins.ts';
import { polls, type Polls } from '../features/polls.ts';
import { recordings, type Recordings } from '../features/live/recordings.ts';
import { overlays, type Overlays } from '../features/live/overlay.ts';
import { spotlight, type SpotlightStage } from '../features/live/spotlight.ts';
import type { PresenceFeature } from '../features/presence.ts';
import { reactions, type Reactions } from '../features/reactions.ts';
import { replies, type Replies } from '../features/replies.ts';
import { reports, type Reports } from '../features/reports.ts';
import type { DraftsFeature } from '../features/personal/drafts.ts';
import { scheduled, type Scheduled } from '../features/personal/scheduled.ts';
import { settings, summaryOf, type Settings } from '../features/rooms.ts';
import { searchIn, type Search } from '../features/search.ts';
import { slash, type Slash } from '../features/slash.ts';
import { threads, type ThreadsFeature } from '../features/threads.ts';
import { translation, type Translations } from '../features/translation.ts';
import { typing, type Typing } from '../features/typing.ts';
import { versions, type Versions } from '../features/versions.ts';
import type { LazyPart } from './lazy.ts';
import { createMessageActions, type MessageActions } from '../messages/message-actions.ts';
import { eventsOf } from '../room/resume-events.ts';
import { watchMuteEnd } from '../room/mute-end.ts';
import type { Outbox, SendContent } from '../outbox/outbox.ts';
import { createOverlay, type Overlay } from '../messages/optimistic-overlay.ts';
import { withOwnReactions } from '../messages/own-reactions.ts';
import { applyMembers } from '../room/member-updates.ts';
import type { Readable } from '../state/readable.ts';
import type { RoomContext } from '../room/room-context.ts';
import { createReadReporter, type ReadReporter } from '../room/read-reporter.ts';
import { createRecentMessages } from '../room/recent-messages.ts';
import type { UploadTarget } from '../files/upload-file.ts';
import type { Credentials } from '../connection/credentials.ts';
import type { ClientStorage } from '../platform/client-storage.ts';
import { whenSent } from '../outbox/when-sent.ts';

/** The features of a room that its first view does not need. */
export interface RoomFeatures
  extends
    Pick<ThreadsFeature, 'thread'>,
    Pick<ReadReporter, 'schedule'>,
    Pick<EncryptionFeature, 'send' | 'shown' | 'announce'> {
  messages: MessageActions['api'];
  members: LazyPart<Members>;
  presence: Pick<PresenceFeature, 'set'>;
  typing: LazyPart<Typing>;
  reactions: Reactions;
  receipts: ReadReporter['api'];
  reports: LazyPart<Reports>;
  audit: Audit;
  approval: LazyPart<Approval>;
  replies: LazyPart<Replies>;
  pins: LazyPart<Pins>;
  polls: LazyPart<Polls>;
  questions: LazyPart<Questions>;
  scheduled: LazyPart<Scheduled>;
  recordings: Recordings;
  versions: Versions;
  translation: Translations;
  slash: Slash;
  settings: Settings;
  files: Files;
  calls: LazyPart<Calls>;
  groupCall: LazyPart<GroupCalls>;
  captions: LazyPart<Captions>;
  hands: LazyPart<Hands>;
  lobby: LazyPart<Lobby>;
  attendance: Attendance;
  spotlight: LazyPart<SpotlightStage>;
  overlays: Overlays;
  encryption: LazyPart<Encryption>;
  whole: { search: Search; export(options?: ExportOptions): Promise<string> };
  overlay: Overlay;
  eventsOf: typeof eventsOf;
  rights: typeof capabilities;
  applyMembers: typeof applyMembers;
  withOwnReactions: typeof withOwnReactions;
  /** Returns the summary for the list of rooms; null while not in the room. */
  summary(): RoomSummary | null;
  /** The state of the room has changed. */
  onRoomChange(): void;
  /** The room is live: sends what was waiting for that. */
  live(): void;
  /** Before leaving: sends at once what is still delayed. */
  leave(): void;
  /** Ends typing locally; the server does so after a message by itself. */
  endTyping(): void;
  /** A message is being sent. */
  onSend(content: SendContent): void;
  close(): void;
}

export interface RoomFeaturesOptions {
  outbox: Outbox;
  /** The message list, which changes with the outbox. */
  list: Readable<unknown>;
  guestName: string | undefined;
  on: ChatRoom['on'];
  /** Called when something that is shown has changed. */
  touch: () => void;
}

interface ClientParts {
  /** A message is being sent that takes a draft. */
  onSendDraft: DraftsFeature['onSend'];
  storage: ClientStorage;
  server: () => string;
  earlyKey: Credentials['key'];
  encryption: EncryptionParts;
}

export const createRoomFeatures = (
  context: RoomContext,
  uploads: UploadTarget,
  calls: CallsFeature,
  options: RoomFeaturesOptions & ClientParts,
): RoomFeatures => {
  const { outbox, list, guestName, on, touch, onSendDraft } = options;
  const { roomId, call, self } = context;
  const overlay = createOverlay(touch);
  const encryptionFeature = encryption(context, options.encryption, touch);
  const filesFeature = files(context, uploads, encryptionFeature);
  const actions = createMessageActions(context, overlay, whenSent(outbox, list), encryptionFeature);
  const recent = createRecentMessages(context, options);
  const muteEnd = watchMuteEnd(context);
  const typingFeature = typing(context);
  const readReporter = createReadReporter(context);
  const reportsFeature = reports(context, on, touch, encryptionFeature.messageKey);
  const approvalFeature = approval(context, outbox, on, touch);
  const repliesFeature = replies(context);
  const pinsFeature = pins(context);
  const pollsFeature = polls(context, on, touch);
  const questionsFeature = questions(context, on, touch);
  const scheduledFeature = scheduled(context, on, touch);
  const groupCallFeature = groupCalls(context, on, touch);
  const captionsFeature = captions(context, on, touch);
  const handsFeature = hands(context, on, touch);
  const lobbyFeature = lobby(context, on, touch);
  const original = (messageId: string): Message | null | undefined => repliesFeature.api.original(messageId);
  const threadsFeature = threads(context, { outbox, overlay, guestName, original });
  return {
    messages: actions.api,
    members: members(context),
    presence: {
      set: async (status, options = {}) => void (await call('presence:set', { status, ...options })),
    },
    typing: typingFeature.api,
    reactions: reactions(context, overlay),
    receipts: readReporter.api,
    reports: reportsFeature.api,
    audit: audit(context),
    approval: approvalFeature.api,
    replies: repliesFeature.api,
    pins: pinsFeature.api,
    polls: pollsFeature.api,
    questions: questionsFeature.api,
    scheduled: scheduledFeature.api,
    recordings: recordings(context),
    versions: versions(context),
    translation: translation(context),
    slash: slash(context),
    settings: settings(context),
    files: filesFeature.api,
    calls: calls.room(roomId, encryptionFeature),
    groupCall: groupCallFeature.api,
    captions: captionsFeature.api,
    hands: handsFeature.api,
    lobby: lobbyFeature.api,
    attendance: attendance(context),
    spotlight: spotlight(context, original),
    overlays: overlays(context, uploads),
    encryption: encryptionFeature.api,
    send: encryptionFeature.send,
    shown: encryptionFeature.shown,
    announce: encryptionFeature.announce,
    whole: { search: searchIn(context, encryptionFeature.read), export: exportRoom(context, uploads) },
    thread: threadsFeature.thread,
    schedule: readReporter.schedule,
    overlay,
    eventsOf: (before, resume) => eventsOf(applyMembers(before, self()), resume),
    rights: capabilities,
    applyMembers,
    withOwnReactions,
    summary: () => summaryOf(context),
    onRoomChange: () => {
      encryptionFeature.look();
      actions.flush();
      muteEnd.look();
      recent.look();
    },
    live: () => {
      encryptionFeature.live();
      readReporter.live();
      reportsFeature.live();
      approvalFeature.live();
      repliesFeature.live();
      pinsFeature.live();
      pollsFeature.live();
      questionsFeature.live();
      scheduledFeature.live();
      groupCallFeature.live();
      handsFeature.live();
      lobbyFeature.live();
      threadsFeature.live();
      actions.heal();
    },
    leave: () => {
      actions.flush();
      readReporter.flush();
      typingFeature.close();
    },
    endTyping: typingFeature.close,
    onSend: ({ threadId, draft }) => {
      typingFeature.close();
      if (draft !== undefined) onSendDraft(roomId, threadId, draft);
    },
    close: () => {
      recent.close();
      filesFeature.close();
      encryptionFeature.close();
      muteEnd.stop();
      actions.close();
      typingFeature.close();
      readReporter.close();
      repliesFeature.close();
      pinsFeature.close();
      pollsFeature.close();
      questionsFeature.close();
      handsFeature.close();
      reportsFeature.close();
      approvalFeature.close();
      groupCallFeature.close();
      captionsFeature.close();
      lobbyFeature.close();
      threadsFeature.close();
    },
  };
};
