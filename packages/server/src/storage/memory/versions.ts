import { maxVersions, type MessageVersion } from '@chat/protocol';
import type { VersionMark } from '../contract/records.ts';

/** Earlier texts of the messages of one room. */
export interface Versions {
  /** Of one message, the newest first. */
  of(messageId: string): MessageVersion[];
  put(mark: VersionMark): void;
  /** A message has none any more. */
  forget(messageId: string): void;
}

export const createVersions = (): Versions => {
  const byMessage = new Map<string, MessageVersion[]>();
  return {
    of: (messageId) => byMessage.get(messageId) ?? [],
    put: ({ messageId, version }) =>
      void byMessage.set(messageId, [version, ...(byMessage.get(messageId) ?? [])].slice(0, maxVersions)),
    forget: (messageId) => void byMessage.delete(messageId),
  };
};
