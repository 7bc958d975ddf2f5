// The code that the first render does not need. It is loaded with the first element, and nothing waits for it.
import { composerDeferredStyle } from './composer/composer-deferred.styles.ts';
import { pollToolStyle } from './features/polls/poll-tool.styles.ts';
import { messagesDeferredStyle } from './messages/messages-deferred.styles.ts';
import { roomDeferredStyle } from './room/room-deferred.styles.ts';

export * from './composer/composer-deferred.ts';
export { renewVisit } from './core/guest-name.ts';
export { watch } from './features/deferred.ts';
export { featuresIn } from './features/encryption/encrypted-features.ts';
export { createJoinScreen } from './room/join-screen.ts';
export { createListViewport } from './messages/list-viewport.ts';
export * from './messages/message-row-deferred.ts';
export { createRoomNotices } from './room/room-notices.ts';
export { icons } from './ui/all-icons.ts';
export const styles = {
  room: roomDeferredStyle,
  messages: messagesDeferredStyle,
  composer: [composerDeferredStyle, pollToolStyle],
};
