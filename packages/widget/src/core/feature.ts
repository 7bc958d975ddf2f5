import type { ChatClient, ChatRoom, EditContent, MessageItem, SendContent, Stop } from '@chat/client';
import type { Member, Message, User } from '@chat/protocol';
import type { CSSResultGroup, TemplateResult, nothing } from 'lit';
import type { Language } from '../i18n/language.ts';
import type { Lazy } from './lazy.ts';

/** The template that a feature renders into a slot, if any. */
export type SlotContent = TemplateResult | typeof nothing;

/** A room as an element of the widget shows it. */
export interface RoomContext {
  room: ChatRoom;
  client: ChatClient;
  language: Language;
  /** The element that draws the feature: emit events on it, and redraw it with `requestUpdate()`. */
  host: HTMLElement & { requestUpdate(): void };
  /** The page's `features` attribute; ask `shows(features, name)`. */
  features: string | null;
}

/** The list of messages, for the features that act on it. */
export interface ListHandle {
  /** Scrolls to a message, and marks it for a moment unless `mark` is false. */
  scrollToMessage(id: string, mark?: boolean): Promise<boolean>;
  /** Announces a text to screen readers. */
  say(text: string): void;
}

/** The list as a whole. */
export interface ListContext extends RoomContext {
  list: ListHandle;
}

/** A message in the list. */
export interface MessageContext extends RoomContext {
  item: MessageItem;
  list: ListHandle;
  /** 0 if the row is the list's tab stop. Focusable elements in the row use `tabindex=${tabindex}`. */
  tabindex: 0 | -1;
}

/** A member in the list of members. */
export interface MemberContext extends RoomContext {
  member: Member;
  /** The member is the user. */
  mine: boolean;
}

/** The groups of a message's menu, in their order. Destructive entries are in the last one. */
export type ActionGroup = 'respond' | 'message' | 'room' | 'danger';

/** An entry in the menu of a message or a member. */
export interface MessageAction {
  /** Its name in the `features` attribute. */
  name: string;
  label: string;
  icon: TemplateResult;
  /** Asks for confirmation with this label, a text or what Lit renders, before it runs. */
  confirm?: unknown;
  /** Shows only the icon, in a row with others at the top. */
  compact?: boolean;
  /** For a checkable entry: whether it is checked. */
  checked?: boolean;
  /** Also in the toolbar of a message. */
  toolbar?: boolean;
  /** Entries of one group stand together. Without one: `message`. */
  group?: ActionGroup;
  /** Under "More" in a long menu. */
  secondary?: boolean;
  /** The entries that it reveals in its place, in place of `run`. */
  reveals?: readonly MessageAction[];
  /** Red, and last. */
  destructive?: boolean;
  /** Why it is disabled. */
  unavailable?: string;
  /** `opener`: the element that opened the menu, to place a dialog next to it. */
  run(opener: HTMLElement): void;
}

/** A message whose room may not be open here. */
export interface ArrivalDetail {
  /** Its room is a direct room. */
  direct?: boolean;
  /** It mentions the user, or a message that arrived with it does. */
  named?: boolean;
  /** The title of its room. */
  title?: string;
}

/** A button in the header. Without a `run` of its own, it opens the feature's panel. */
export interface HeaderTool {
  label: string;
  icon: TemplateResult;
  /** A badge: the number on the button, and its text for screen readers. */
  waiting?: { count: string; text: string };
  /** Why it is disabled: its tooltip and description. */
  unavailable?: string;
  /** It is only in the menu of the header. */
  inMenu?: boolean;
  run?(opener: HTMLElement): void;
}

/** The composer, for the features that add to it. */
export interface ComposerHandle extends HTMLElement {
  /** The current text. */
  text: string;
  /** The message being edited; null for a new one. */
  readonly editing: MessageItem | null;
  /** The thread to write to, by the id of its first message; empty for the room. */
  readonly thread: string;
  readonly field: HTMLTextAreaElement | null;
  requestUpdate(): void;
  readonly updateComplete: Promise<boolean>;
  /**
   * Replaces the selection, or the text from `from` to the cursor, and puts the cursor after the new text.
   */
  insert(text: string, from?: number): void;
  /** Edits an own message, starting with `text`. */
  edit(item: MessageItem, text?: string): void;
  /** Cancels an edit and restores the draft. */
  cancel(): void;
}

/** The composer of a room. */
export interface ComposerContext extends RoomContext {
  host: ComposerHandle;
}

/** A panel next to the messages, or over them on a phone: members, a thread, search. One at a time. */
export interface Panel {
  title(language: Language, context: RoomContext, detail: unknown): TemplateResult | string;
  /** `detail`: the detail that it was opened with. */
  render(context: RoomContext, detail: unknown): TemplateResult;
}

/**
 * When a feature loads: as soon as one of these asks for it, or a menu opens for which it has `actionNames`.
 */
export interface LazyTriggers {
  part: Lazy<Feature>;
  /** Asked for each message that is drawn. */
  item?(item: MessageItem): boolean;
  /** Asked whenever a room is drawn. */
  room?(context: RoomContext): boolean;
  /** Loads when the user begins to write. */
  onWriting?: boolean;
  /** Asked before a text is sent: sending waits until the feature is loaded or loading fails. */
  toSend?(text: string): boolean;
  /** Loads when members are listed, for their menus. */
  memberMenus?: boolean;
}

/**
 * A feature of the widget. All members but the name are optional. They run while drawing, so they return at once
 * from what is known; `watch` redraws when that changes. Heavy or rare parts load by `import()` on first use.
 * A feature keeps the state of an element in a `WeakMap` by `context.host`, and of a room by `context.room`.
 */
export interface Feature {
  /** Its name in the `features` attribute. */
  readonly name: string;
  /** Set while only the first-view part is loaded. */
  readonly lazy?: LazyTriggers;
  /** Watches the context and redraws its element with `changed`; returns functions that stop it. */
  watch?(context: RoomContext, changed: () => void): Stop[];

  // Slots of a message
  /** In place of the text: a translation. */
  renderText?(context: MessageContext): SlotContent;
  /** The same for screen readers. */
  shownText?(context: MessageContext): string | undefined;
  /** In the bubble, above the text: a quote. */
  renderAboveText?(context: MessageContext): SlotContent;
  /** In the bubble, below the text: files. */
  renderBelowText?(context: MessageContext): SlotContent;
  /** Below the bubble: reactions, a link to the thread. */
  renderBelowBubble?(context: MessageContext): SlotContent;
  /** Next to the time: an icon. */
  renderStatusIcon?(context: MessageContext): SlotContent;
  /** In place of the word "edited". */
  renderEdited?(context: MessageContext): SlotContent;
  /** In place of the delivery icon of an own message. */
  renderDeliveryIcon?(context: MessageContext): SlotContent;
  /** More classes of the row. */
  rowClass?(context: MessageContext): string;
  /** Added to the row's label for screen readers. */
  label?(context: MessageContext): string;
  /** Stands for the message in the row's label, without the other labels: the row shows nothing else. */
  collapsed?(context: MessageContext): string;
  /** Menu entries, in the order of the features. Asked only for sent messages. */
  actions?(context: MessageContext): MessageAction[];
  /** The names of its possible menu entries, asked before `actions` is loaded. */
  actionNames?(context: MessageContext): string[];
  /** The values that the look of all messages depends on: when one changes, the messages are redrawn. */
  inputs?(context: RoomContext): readonly unknown[];
  /** The values that the look of one message depends on. */
  itemInputs?(item: MessageItem, context: RoomContext): readonly unknown[];

  // Slots of a call
  /** On its stage, if the page has no captions of its own. */
  renderInCall?(context: RoomContext): SlotContent;

  // Slots over the list, while the reader is not at its end
  /** A button above the one that jumps to the end. */
  renderFloat?(context: ListContext): SlotContent;

  // The list of members
  /** Entries in the menu of a member, in the order of the features. */
  memberActions?(context: MemberContext): MessageAction[];
  /** Next to the name of a member: a raised hand. */
  memberMark?(context: MemberContext): SlotContent;

  // The composer
  /** Buttons at the end of the field. */
  renderTools?(context: ComposerContext): SlotContent;
  /** Above the composer, even if the user may not write: the undo bar. */
  renderBeforeField?(context: ComposerContext): SlotContent;
  /** Above the field: a quote, files to send, suggestions. */
  renderAboveField?(context: ComposerContext): SlotContent;
  /** Returns true if it handles the key. Asked before the composer. */
  onKeyDown?(event: KeyboardEvent, context: ComposerContext): boolean;
  /** The text or the cursor has changed. */
  onInput?(context: ComposerContext): void;
  onPaste?(event: ClipboardEvent, context: ComposerContext): void;
  /** Whether a message may be sent without text. */
  hasContent?(context: ComposerContext): boolean;
  /** Whether sending must wait; a text says why. */
  blockSend?(context: ComposerContext): string | boolean;
  /** Returns true if it handles the text in place of a message. It may call `send` later. */
  interceptSend?(text: string, context: ComposerContext, send: () => void): boolean;
  /** Its additions to a new message. It resets them in `onSent`. */
  sendContent?(context: ComposerContext): Partial<SendContent>;
  onSent?(context: ComposerContext): void;
  /** Its changes to an own message that is edited to `text`. */
  editContent?(text: string, item: MessageItem, context: ComposerContext): EditContent;
  /** Receives the `detail` of `emit(host, 'chat-compose', { feature, detail })`. */
  onCompose?(detail: unknown, context: ComposerContext): void;

  // For other features and elements
  /** Opens the profile of a user. */
  openProfile?(context: RoomContext, person: User): void;
  /** A message arrived in a room that is not shown. */
  onArrival?(context: RoomContext, message: Message, about: ArrivalDetail): void;

  // Slots of the room
  /** In the header, however narrow the room is: members. */
  renderHeader?(context: RoomContext, open: PanelState | null): SlotContent;
  /** A button in the header; in a narrow room, an entry in its menu. */
  tool?(context: RoomContext): HeaderTool | null;
  /** Between header and messages. */
  renderBar?(context: RoomContext): SlotContent;
  /** Opened by `openPanel(host, name, detail)`, where `name` is the feature's. */
  panel?: Panel;

  /** Styles of what it draws into the shadow root of each element. */
  styles?: { messages?: CSSResultGroup; composer?: CSSResultGroup; room?: CSSResultGroup };
}

/** The open panel. */
export interface PanelState {
  name: string;
  detail: unknown;
}
