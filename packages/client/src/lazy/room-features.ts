import { capabilities, type Message, type RoomSummary } from '@chat/protocol';
import type { ChatRoom } from '../room/chat-room.ts';
import { audit, type Audit } from '../features/audit.ts';
import type { Calls, CallsFeature } from '../features/calls.ts';
import { exportRoom, type ExportOptions } from '../features/data-rights.ts';
import { files, type Files } from '../features/files.ts';
import { groupCalls, type GroupCalls } from '../features/group-calls.ts';
import { members, type Members } from '../features/members.ts';
import { pins, type Pins } from '../features/pins.ts';
import type { PresenceFeature } from '../features/presence.ts';
import { reactions, type Reactions } from '../features/reactions.ts';
import { replies, type Replies } from '../features/replies.ts';
import { reports, type Reports } from '../features/reports.ts';
import { settings, summaryOf, type Settings } from '../features/rooms.ts';
import { searchIn, type Search } from '../features/search.ts';
import { slash, type Slash } from '../features/slash.ts';
import { threads, type ThreadsFeature } from '../features/threads.ts';
import { typing, type Typing } from '../features/typing.ts';
import { versions, type Versions } from '../features/versions.ts';
import type { LazyPart } from './lazy.ts';
import { createMessageActions, type MessageActions } from '../messages/message-actions.ts';
import { eventsOf } from '../room/resume-events.ts';
import { watchMuteEnd } from '../room/mute-end.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { createOverlay, type Overlay } from '../messages/optimistic-overlay.ts';
import { withOwnReactions } from '../messages/own-reactions.ts';
import { applyMembers } from '../room/member-updates.ts';
import type { Readable } from '../state/readable.ts';
import type { RoomContext } from '../room/room-context.ts';
import { createReadReporter, type ReadReporter } from '../room/read-reporter.ts';
import type { UploadTarget } from '../files/upload-file.ts';
import { whenSent } from '../outbox/when-sent.ts';

/** The features of a room that its first view does not need. */
export interface RoomFeatures extends Pick<ThreadsFeature, 'thread'>, Pick<ReadReporter, 'schedule'> {
  messages: MessageActions['api'];
  members: LazyPart<Members>;
  presence: Pick<PresenceFeature, 'set'>;
  typing: LazyPart<Typing>;
  reactions: Reactions;
  receipts: ReadReporter['api'];
  reports: LazyPart<Reports>;
  audit: Audit;
  replies: LazyPart<Replies>;
  pins: LazyPart<Pins>;
  versions: Versions;
  slash: Slash;
  settings: Settings;
  files: Files;
  calls: LazyPart<Calls>;
  groupCall: LazyPart<GroupCalls>;
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

export const createRoomFeatures = (
  context: RoomContext,
  uploads: UploadTarget,
  calls: CallsFeature,
  { outbox, list, guestName, on, touch }: RoomFeaturesOptions,
): RoomFeatures => {
  const { roomId, call, self } = context;
  const overlay = createOverlay(touch);
  const actions = createMessageActions(context, overlay, whenSent(outbox, list));
  const muteEnd = watchMuteEnd(context);
  const typingFeature = typing(context);
  const readReporter = createReadReporter(context);
  const reportsFeature = reports(context, on, touch);
  const repliesFeature = replies(context);
  const pinsFeature = pins(context);
  const groupCallFeature = groupCalls(context, on, touch);
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
    replies: repliesFeature.api,
    pins: pinsFeature.api,
    versions: versions(context),
    slash: slash(context),
    settings: settings(context),
    files: files(context, uploads),
    calls: calls.room(roomId),
    groupCall: groupCallFeature.api,
    whole: { search: searchIn(call, roomId), export: exportRoom(context, uploads) },
    thread: threadsFeature.thread,
    schedule: readReporter.schedule,
    overlay,
    eventsOf: (before, resume) => eventsOf(applyMembers(before, self()), resume),
    rights: capabilities,
    applyMembers,
    withOwnReactions,
    summary: () => summaryOf(context),
    onRoomChange: () => {
      actions.flush();
      muteEnd.look();
    },
    live: () => {
      readReporter.live();
      reportsFeature.live();
      repliesFeature.live();
      pinsFeature.live();
      groupCallFeature.live();
      threadsFeature.live();
      actions.heal();
    },
    leave: () => {
      actions.flush();
      readReporter.flush();
      typingFeature.close();
    },
    endTyping: typingFeature.close,
    close: () => {
      muteEnd.stop();
      actions.close();
      typingFeature.close();
      readReporter.close();
      repliesFeature.close();
      pinsFeature.close();
      groupCallFeature.close();
      threadsFeature.close();
    },
  };
};
