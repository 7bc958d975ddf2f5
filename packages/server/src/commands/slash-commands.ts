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

/** Somebody has typed a slash command. */
export interface SlashCall {
  readonly user: User;
  readonly room: Room;
  /** What stands after the name, without space around it. */
  readonly text: string;
  /** Any command in the caller's name: rights, rates and hooks hold. Rejects with a `ChatError`. */
  call: Call;
  /** Says something in the room, in the caller's name. */
  send(text: string): Promise<Message>;
}

/** What the application declares to be typed after a slash. */
export interface SlashDefinition {
  description: string;
  /** What is to be written after the name: `[city]`. */
  hint?: string;
  /** Who has it in the room is told of the command and may call it; to others there is none. Default `message:send`. */
  right?: Right;
  /** Rooms it is for. Default: all. */
  rooms?: (room: Room) => boolean;
  /**
   * Does it. A text that it answers is shown to the caller alone. A `ChatError` that it throws is told to the caller, its message in
   * English and its `reason`; whatever else it throws is `internal`, and logged.
   */
  run(call: SlashCall): Awaitable<string | void>;
}

/** The slash commands of one server. */
export interface SlashCommands {
  get(name: string): SlashDefinition | null;
  /** By name. */
  list(): [name: string, definition: SlashDefinition][];
  /** Answers the way to take it back. Throws for a name that is taken, or is none. */
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
