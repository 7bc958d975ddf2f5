import type { SlashCommand } from '@chat/protocol';
import type { RoomContext } from '../room/room-context.ts';

/** Slash commands of the application. */
export interface Slash {
  /** Resolves to the commands that I may use here, by name. */
  list(): Promise<readonly SlashCommand[]>;
  /**
   * Runs a command with the text after its name. Resolves to the text for me, if any; rejects with
   * `ChatError`.
   */
  run(name: string, text?: string): Promise<string | null>;
}

export const slash = ({ roomId, call }: RoomContext): Slash => ({
  list: async () => (await call('slash:list', { roomId })).commands,
  run: async (name, text) =>
    (await call('slash:run', { roomId, name, ...(text ? { text } : {}) })).text ?? null,
});
