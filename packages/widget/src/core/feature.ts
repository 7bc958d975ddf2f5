import type { ChatClient, ChatRoom, EditContent, MessageItem, SendContent, Stop } from '@chat/client';
import type { Member, Message, User } from '@chat/protocol';
import type { CSSResultGroup, TemplateResult, nothing } from 'lit';
import type { Language } from '../i18n/language.ts';
import type { Lazy } from './lazy.ts';

/** What stands in a place, if anything. */
export type SlotContent = TemplateResult | typeof nothing;

/** A room as one element of the widget shows it. */
export interface RoomContext {
  room: ChatRoom;
  client: ChatClient;
  language: Language;
  /** The element: for events, and to draw anew by `requestUpdate()`. */
  host: HTMLElement & { requestUpdate(): void };
  /** The words of the page's `features` attribute; ask `shows(features, name)`. */
  features: string | null;
}

/** The list of messages, for the features that act on it. */
export interface ListHandle {
  scrollToMessage(id: string): Promise<boolean>;
  /** Says something to screen readers. */
  say(text: string): void;
}

/** The list as a whole. */
export interface ListContext extends RoomContext {
  list: ListHandle;
}

/** One message in the list. */
export interface MessageContext extends RoomContext {
  item: MessageItem;
  list: ListHandle;
  /** The row is the list's tab stop; what can be focused in it has `tabindex=${tabindex}`. */
  tabindex: 0 | -1;
}

/** Somebody in the list of people. */
export interface MemberContext extends RoomContext {
  member: Member;
  /** It is the user. */
  mine: boolean;
}

/** An entry of a message's menu, or a person's. */
export interface MessageAction {
  /** Its word in `features`. */
  name: string;
  label: string;
  icon: TemplateResult;
  /** Asked for before it is done, in place of the label. */
  confirm?: string;
  /** Only its icon, in a row with others above the rest. */
  compact?: boolean;
  /** It is a choice that is made, or not. */
  checked?: boolean;
  /** Red, and at the end. */
  destructive?: boolean;
  /** `opener`: what the menu was opened from, for whatever opens beside it. */
  run(opener: HTMLElement): void;
}

/** What is known of a message whose room may not be open here. */
export interface ArrivalDetail {
  /** Its room is a direct room. */
  direct?: boolean;
  /** It mentions the user, or a message that arrived with it does. */
  named?: boolean;
  /** The title of its room. */
  title?: string;
}

/** A button of the header. Unless it has a `run` of its own, it opens the feature's panel. */
export interface HeaderTool {
  label: string;
  icon: TemplateResult;
  /** Something waits there: the number on the button, and the same in words. */
  waiting?: { count: string; text: string };
  run?(opener: HTMLElement): void;
}

/** The composer, for the features that add to it. */
export interface ComposerHandle extends HTMLElement {
  /** What is written. */
  text: string;
  /** The message being edited; null for a new one. */
  readonly editing: MessageItem | null;
  /** The thread it writes to, by its first message; empty for the room itself. */
  readonly thread: string;
  readonly field: HTMLTextAreaElement | null;
  requestUpdate(): void;
  readonly updateComplete: Promise<boolean>;
  /** Puts text in place of what is selected, or of `from` up to the cursor, and leaves the cursor behind it. */
  insert(text: string, from?: number): void;
  /** Edits an own message; `text`: what it is to say, so far. */
  edit(item: MessageItem, text?: string): void;
  /** Leaves an edit; what was being written before comes back. */
  cancel(): void;
}

/** Where one writes. */
export interface ComposerContext extends RoomContext {
  host: ComposerHandle;
}

/** Something beside the messages, or over them on a phone: people, a thread, hits. One at a time. */
export interface Panel {
  title(language: Language, context: RoomContext): TemplateResult | string;
  /** `detail`: what it was opened with. */
  render(context: RoomContext, detail: unknown): TemplateResult;
}

/** When the rest of a feature is loaded: as soon as one of these says so, or a menu is opened where it has something (`acts.ts`). */
export interface LazyTriggers {
  part: Lazy<Feature>;
  /** Asked about each message that is drawn. */
  item?(item: MessageItem): boolean;
  /** Asked whenever a room is drawn. */
  room?(context: RoomContext): boolean;
  /** When somebody begins to write. */
  onWriting?: boolean;
  /** A message of this text is sent only once it is there, or cannot be had. */
  toSend?(text: string): boolean;
  /** When people are listed, for their menus. */
  memberMenus?: boolean;
}

/**
 * A feature of the widget: what it adds, and where. All are optional. Everything here is called while drawing, so it answers
 * at once from what is known; `watch` says when to draw anew. Heavy or rare parts load by `import()` on first use.
 * A feature keeps what it knows of an element in a `WeakMap` by `place.host`, of a room by `place.room`.
 */
export interface Feature {
  /** Its word in the `features` attribute. */
  readonly name: string;
  /** There while only the part for the first view is loaded; `first/` holds those. */
  readonly lazy?: LazyTriggers;
  /** Draws the parts of this element anew when something changes; the answers stop it. */
  watch?(context: RoomContext, changed: () => void): Stop[];

  // In the list of messages
  /** In the bubble, above the text: a quote. */
  renderAboveText?(context: MessageContext): SlotContent;
  /** In the bubble, below the text: files. */
  renderBelowText?(context: MessageContext): SlotContent;
  /** Under the bubble: reactions, the way to a thread. */
  renderBelowBubble?(context: MessageContext): SlotContent;
  /** Beside the time: a mark. */
  renderStatusIcon?(context: MessageContext): SlotContent;
  /** In place of the word "edited". */
  renderEdited?(context: MessageContext): SlotContent;
  /** In place of the check of one's own message. */
  renderDeliveryIcon?(context: MessageContext): SlotContent;
  /** More classes of the row. */
  rowClass?(context: MessageContext): string;
  /** More of what a screen reader says of the row. */
  label?(context: MessageContext): string;
  /** Entries of the menu, in the order of the features. `can` is in `room.state`; only sent messages are asked about. */
  actions?(context: MessageContext): MessageAction[];
  /** The names of its possible menu entries, asked before `actions` is loaded. */
  actionNames?(context: MessageContext): string[];
  /** A message is drawn anew when it changes, and when one of these is another. */
  inputs?(context: RoomContext): readonly unknown[];
  /** The same, of what one message depends on. */
  itemInputs?(item: MessageItem, context: RoomContext): readonly unknown[];

  // Over the list, while the reader is not at its end
  /** A button above the one that leads to the end. */
  renderFloat?(context: ListContext): SlotContent;

  // In the list of people
  /** Entries of somebody's menu, in the order of the features. */
  memberActions?(context: MemberContext): MessageAction[];

  // Where one writes
  /** Buttons left of the field. */
  renderTools?(context: ComposerContext): SlotContent;
  /** Above all of it, for who may not write just now too: the way back from a deletion. */
  renderBeforeField?(context: ComposerContext): SlotContent;
  /** Above the field: a quote, files to send, suggestions. */
  renderAboveField?(context: ComposerContext): SlotContent;
  /** True: the key is taken. Asked before the composer does anything with it. */
  onKeyDown?(event: KeyboardEvent, context: ComposerContext): boolean;
  /** The text or the cursor has changed. */
  onInput?(context: ComposerContext): void;
  onPaste?(event: ClipboardEvent, context: ComposerContext): void;
  /** It may be sent without a text. */
  hasContent?(context: ComposerContext): boolean;
  /** It may not be sent yet; a text says why. */
  blockSend?(context: ComposerContext): string | boolean;
  /** True: what was written is not a message, and it does something else with it; or sends it when it turns out to be one. */
  interceptSend?(text: string, context: ComposerContext, send: () => void): boolean;
  /** What it adds to a new message. What it has given it forgets in `sent`, once the message goes. */
  sendContent?(context: ComposerContext): Partial<SendContent>;
  onSent?(context: ComposerContext): void;
  /** What it changes of an own message that is to say `text` from now on. */
  editContent?(text: string, item: MessageItem, context: ComposerContext): EditContent;
  /** Something was chosen elsewhere, for the composer: `emit(host, 'chat-compose', { feature, detail })` leads here. */
  onCompose?(detail: unknown, context: ComposerContext): void;

  // For other features and elements
  /** Opens the profile of a user. */
  openProfile?(context: RoomContext, person: User): void;
  /** A message arrived in a room that is not shown. */
  onArrival?(context: RoomContext, message: Message, about: ArrivalDetail): void;

  // In the room's frame
  /** In the header, however narrow the room: people. */
  renderHeader?(context: RoomContext, open: PanelState | null): SlotContent;
  /** A button in the header; in a narrow room an entry of its menu. */
  tool?(context: RoomContext): HeaderTool | null;
  /** Between header and messages. */
  renderBar?(context: RoomContext): SlotContent;
  /** Opened by `openPanel(host, name, detail)`, where `name` is the feature's. */
  panel?: Panel;

  /** Styles of what it draws into the shadow of each. */
  styles?: { messages?: CSSResultGroup; composer?: CSSResultGroup; room?: CSSResultGroup };
}

/** The panel that is open. */
export interface PanelState {
  name: string;
  detail: unknown;
}
