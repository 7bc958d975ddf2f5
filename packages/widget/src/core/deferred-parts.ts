// What the first view does without. It is asked for with the first element, and nobody waits for it.
export { composeWith } from '../composer/composer-deferred.ts';
export { editingLine, leftCount } from '../composer/composer-deferred.ts';
export { editedMark } from '../features/versions/edited-mark.ts';
export { isEmojiOnly } from '../messages/message-row-deferred.ts';
export { renewVisit } from '../join/guest-name.ts';
export { createJoinScreen } from '../join/join-screen.ts';
export { lastOwn } from '../composer/composer-deferred.ts';
export { icons } from '../ui/all-icons.ts';
export { createReader } from '../messages/list-viewport.ts';
export { createNotes } from '../room/room-notices.ts';
export { author, failure, label, menuButton, opener, sprawls } from '../messages/message-row-deferred.ts';
export { sendEdit } from '../composer/composer-deferred.ts';
export { silenceLine } from '../composer/composer-deferred.ts';
export { styles } from './deferred.styles.ts';
export { typingLine } from '../composer/composer-deferred.ts';
export { watch } from './deferred-watchers.ts';
