import { composerAfter } from './after-composer.ts';
import { messagesAfter } from './after-messages.ts';
import { roomAfter } from './after-room.ts';

/** What the first view does not show: it comes right after it. */
export const styles = { room: roomAfter, messages: messagesAfter, composer: composerAfter };
