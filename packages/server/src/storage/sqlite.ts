import { ChatError } from '@chat/protocol';
import type { ChatStorage } from './storage.ts';

export const sqliteStorage = (file: string): ChatStorage => {
  throw new ChatError('internal', `not built yet: ${file}`);
};
