// Types of the elements' tags and events.
import type { ChatClient, ChatRoom, ConnectionStatus } from '@chat/client';
import type { ChatError, Message } from '@chat/protocol';
import type { ChatAdmin } from './admin/chat-admin.ts';
import type { CallDetail } from './call-ui/call-events.ts';
import type { ChatCall } from './features/calls/chat-call.ts';
import type { ChatFiles } from './features/files/chat-files.ts';
import type { ChatGroupCall } from './features/group-calls/chat-group-call.ts';
import type { ChatAvatar } from './ui/chat-avatar.ts';
import type { BeforeSendDetail, ChatComposer } from './composer/chat-composer.ts';
import type { ChatLauncher } from './layout/chat-launcher.ts';
import type { MessageLinkDetail } from './features/link/link.ts';
import type { ChatMembers } from './features/members/chat-members.ts';
import type { ChatMessages } from './messages/chat-messages.ts';
import type { ChatReplay } from './replay/chat-replay.ts';
import type { ChatRoomElement } from './room/chat-room.ts';
import type { ChatRooms } from './rooms/chat-rooms.ts';
import type { ChatOverlay } from './stage/chat-overlay.ts';
import type { ChatSpotlight } from './stage/chat-spotlight.ts';

/** Events of the elements. All bubble and leave every shadow root. */
export interface ChatEventMap {
  'chat-ready': CustomEvent<{ client: ChatClient; room: ChatRoom }>;
  'chat-status': CustomEvent<{ status: ConnectionStatus }>;
  'chat-message': CustomEvent<{ message: Message; mine: boolean }>;
  /** Cancelable; `text` may be changed. */
  'chat-before-send': CustomEvent<BeforeSendDetail>;
  'chat-unread': CustomEvent<{ count: number; mentions: number }>;
  'chat-call': CustomEvent<CallDetail>;
  /** Cancelable. */
  'chat-room-chosen': CustomEvent<{ room: string; message?: string }>;
  /** Cancelable; `url` may be changed. */
  'chat-message-link': CustomEvent<MessageLinkDetail>;
  /** Cancelable. */
  'chat-new-room': CustomEvent<null>;
  'chat-error': CustomEvent<{ error: ChatError }>;
}

declare global {
  interface HTMLElementTagNameMap {
    'chat-admin': ChatAdmin;
    'chat-avatar': ChatAvatar;
    'chat-call': ChatCall;
    'chat-composer': ChatComposer;
    'chat-files': ChatFiles;
    'chat-group-call': ChatGroupCall;
    'chat-launcher': ChatLauncher;
    'chat-members': ChatMembers;
    'chat-messages': ChatMessages;
    'chat-overlay': ChatOverlay;
    'chat-replay': ChatReplay;
    'chat-room': ChatRoomElement;
    'chat-rooms': ChatRooms;
    'chat-spotlight': ChatSpotlight;
  }
  interface HTMLElementEventMap extends ChatEventMap {}
  interface DocumentEventMap extends ChatEventMap {}
}
