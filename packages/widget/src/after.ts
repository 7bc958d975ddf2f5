// What the first view does without. It is asked for with the first element, and nobody waits for it.
export { createReader } from './reader.ts';
export { createNotes, refusal } from './room-notes.ts';
export { styles } from './style/after.ts';
