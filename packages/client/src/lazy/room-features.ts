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
import type { Held } from './lazy.ts';
import { messageActs, type MessageActs } from '../messages/message-actions.ts';
import { eventsOf } from '../room/resume-events.ts';
import { watchMuteEnd } from '../room/mute-end.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { createOverlay, type Overlay } from '../messages/optimistic-overlay.ts';
import { withOwnReactions } from '../messages/own-reactions.ts';
import { placePeople } from '../room/member-updates.ts';
import type { Readable } from '../state/readable.ts';
import type { RoomContext } from '../room/room-context.ts';
import { sayRead, type SayRead } from '../room/read-reporter.ts';
import type { UploadPlace } from '../files/upload-file.ts';
import { whenSent } from '../outbox/when-sent.ts';

/** What a room can do beside showing and sending messages. */
export interface RoomRest extends Pick<ThreadsFeature, 'thread'>, Pick<SayRead, 'soon'> {
  messages: MessageActs['api'];
  members: Held<Members>;
  presence: Pick<PresenceFeature, 'set'>;
  typing: Held<Typing>;
  reactions: Reactions;
  receipts: SayRead['api'];
  reports: Held<Reports>;
  audit: Audit;
  replies: Held<Replies>;
  pins: Held<Pins>;
  versions: Versions;
  slash: Slash;
  settings: Settings;
  files: Files;
  calls: Held<Calls>;
  groupCall: Held<GroupCalls>;
  whole: { search: Search; export(options?: ExportOptions): Promise<string> };
  overlay: Overlay;
  eventsOf: typeof eventsOf;
  rights: typeof capabilities;
  people: typeof placePeople;
  withOwnReactions: typeof withOwnReactions;
  /** For the list of my rooms; null while not in the room. */
  summary(): RoomSummary | null;
  /** What is known of the room is other than before. */
  changed(): void;
  /** The room is live: what could not be asked or said before can now. */
  live(): void;
  /** On the way out: what waits is said now. */
  leave(): void;
  /** The server takes a message, and silence, for the end of typing. */
  wrote(): void;
  close(): void;
}

export interface RoomRestOptions {
  outbox: Outbox;
  /** What is shown: another whenever the outbox is. */
  list: Readable<unknown>;
  guestName: string | undefined;
  on: ChatRoom['on'];
  /** What is shown is another. */
  touch: () => void;
}

export const roomRest = (
  context: RoomContext,
  uploads: UploadPlace,
  calls: CallsFeature,
  { outbox, list, guestName, on, touch }: RoomRestOptions,
): RoomRest => {
  const { roomId, call, self } = context;
  const overlay = createOverlay(touch);
  const acts = messageActs(context, overlay, whenSent(outbox, list));
  const muteEnd = watchMuteEnd(context);
  const writing = typing(context);
  const reading = sayRead(context);
  const reporting = reports(context, on, touch);
  const answered = replies(context);
  const pinned = pins(context);
  const calling = groupCalls(context, on, touch);
  const original = (messageId: string): Message | null | undefined => answered.api.original(messageId);
  const aside = threads(context, { outbox, overlay, guestName, original });
  return {
    messages: acts.api,
    members: members(context),
    presence: {
      set: async (status, options = {}) => void (await call('presence:set', { status, ...options })),
    },
    typing: writing.api,
    reactions: reactions(context, overlay),
    receipts: reading.api,
    reports: reporting.api,
    audit: audit(context),
    replies: answered.api,
    pins: pinned.api,
    versions: versions(context),
    slash: slash(context),
    settings: settings(context),
    files: files(context, uploads),
    calls: calls.room(roomId),
    groupCall: calling.api,
    whole: { search: searchIn(call, roomId), export: exportRoom(context, uploads) },
    thread: aside.thread,
    soon: reading.soon,
    overlay,
    eventsOf: (before, resume) => eventsOf(placePeople(before, self()), resume),
    rights: capabilities,
    people: placePeople,
    withOwnReactions,
    summary: () => summaryOf(context),
    changed: muteEnd.look,
    live: () => {
      reading.live();
      reporting.live();
      answered.live();
      pinned.live();
      calling.live();
      aside.live();
      acts.heal();
    },
    leave: () => {
      acts.flush();
      reading.flush();
      writing.close();
    },
    wrote: writing.close,
    close: () => {
      muteEnd.stop();
      acts.close();
      writing.close();
      reading.close();
      answered.close();
      pinned.close();
      calling.close();
      aside.close();
    },
  };
};
