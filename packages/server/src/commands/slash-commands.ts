import {
  parseField,
  slashCommands as declared,
  type Call,
  type Message,
  type Right,
  type Room,
  type User,
} from '@chat/protocol';
import type { Awaitable } from '../async/awaitable.ts';

/** A slash command that a user has entered. */
export interface SlashCall {
  readonly user: User;
  readonly room: Room;
  /** The text after the name, trimmed. */
  readonly text: string;
  /** Runs any command as the caller: rights, rates and hooks apply. Rejects with a `ChatError`. */
  call: Call;
  /** Sends a message to the room as the caller. */
  send(text: string): Promise<Message>;
}

/** A slash command that the application declares. */
export interface SlashDefinition {
  description: string;
  /** A hint at the text after the name, such as `[city]`. */
  hint?: string;
  /**
   * Members with this right see the command and may run it; for others it does not exist. Default
   * `message:send`.
   */
  right?: Right;
  /** Returns whether the command exists in a room. Default: in all rooms. */
  rooms?: (room: Room) => boolean;
  /**
   * Runs the command. A returned text is shown to the caller alone. The caller gets a thrown `ChatError` with
   * its English message and `reason`; any other error is logged and becomes `internal`.
   */
  run(call: SlashCall): Awaitable<string | void>;
}

/** The slash commands of one server. */
export interface SlashCommands {
  get(name: string): SlashDefinition | null;
  /** Returns all commands, sorted by name. */
  list(): [name: string, definition: SlashDefinition][];
  /** Adds a command. Returns a function that removes it. Throws if the name is taken or invalid. */
  add(name: string, definition: SlashDefinition): () => void;
}

export const createSlashCommands = (first: Readonly<Record<string, SlashDefinition>>): SlashCommands => {
  const known = new Map<string, SlashDefinition>();
  const add = (name: string, definition: SlashDefinition): (() => void) => {
    parseField(declared['slash:run'].input.entries.name, name, 'slash command');
    if (known.has(name)) throw new Error(`there is a slash command /${name} already`);
    known.set(name, definition);
    return () => {
      if (known.get(name) === definition) known.delete(name);
    };
  };
  for (const [name, definition] of Object.entries(first)) add(name, definition);
  return {
    get: (name) => known.get(name) ?? null,
    list: () => [...known].sort(([one], [other]) => (one < other ? -1 : 1)),
    add,
  };
};
