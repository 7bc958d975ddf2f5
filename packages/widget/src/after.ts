// What the first view does without. It is asked for with the first element, and nobody waits for it.
export { composeWith } from './compose-with.ts';
export { editingLine, leftCount } from './composer-lines.ts';
export { editedMark } from './edited-mark.ts';
export { isEmojiOnly } from './emoji-only.ts';
export { renewVisit } from './guest-name.ts';
export { createJoinScreen } from './join-screen.ts';
export { lastOwn } from './last-own.ts';
export { icons } from './more-icons.ts';
export { createReader } from './reader.ts';
export { createNotes } from './room-notes.ts';
export { author, failure, label, menuButton, opener, sprawls } from './row-parts.ts';
export { sendEdit } from './send-edit.ts';
export { silenceLine } from './silence-line.ts';
export { styles } from './style/after.ts';
export { typingLine } from './typing-line.ts';
export { watch } from './watch-after.ts';
