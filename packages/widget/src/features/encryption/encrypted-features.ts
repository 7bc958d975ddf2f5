import type { ChatRoom } from '@chat/client';
import { wordsOf } from '../../core/feature-filter.ts';

/** What needs a server that reads the messages, and has no right of its own. */
const readable = [
  'scheduled',
  'drafts',
  'slash',
  'forward',
  'translation',
  'browser-translation',
  'summary',
  'location',
  'private',
  'versions',
  'saved',
  'message-reminders',
  'link-cards',
];

/** Returns the page's list of features as it applies to an encrypted room. The lock is always there. */
export const encryptedFeatures = (features: string | null): string => {
  const words = wordsOf(features);
  const isChoice = words.some((word) => !/^[+-]/.test(word));
  const left = words.filter((word) => !readable.includes(word.replace('+', '')) && word !== '-encryption');
  const without = isChoice ? [] : readable.map((name) => `-${name}`);
  return [...left, ...without, '+encryption'].join(' ');
};

/** Returns the page's list of features as it applies to a room. */
export const featuresIn = (room: ChatRoom, features: string | null): string | null =>
  room.state.get().room?.encryption ? encryptedFeatures(features) : features;
