import type { SlashCommand } from '@chat/protocol';
import type { RoomContext } from '../room/room-context.ts';

/** What the application has declared to be typed after a slash. */
export interface Slash {
  /** What I may type here, by name. */
  list(): Promise<readonly SlashCommand[]>;
  /** Does it, with what stands after the name. Resolves to what I alone am told, if anything; rejects with `ChatError`. */
  run(name: string, text?: string): Promise<string | null>;
}

export const slash = ({ roomId, call }: RoomContext): Slash => ({
  list: async () => (await call('slash:list', { roomId })).commands,
  run: async (name, text) =>
    (await call('slash:run', { roomId, name, ...(text ? { text } : {}) })).text ?? null,
});
