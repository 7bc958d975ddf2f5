import { composerAfter } from '../composer/composer-deferred.styles.ts';
import { messagesAfter } from '../messages/messages-deferred.styles.ts';
import { roomAfter } from '../room/room-deferred.styles.ts';

/** What the first view does not show: it comes right after it. */
export const styles = { room: roomAfter, messages: messagesAfter, composer: composerAfter };
