import type { RequestListener } from 'node:http';
import type { Readable } from 'node:stream';
import type { User } from '@chat/protocol';
import type { Server } from 'socket.io';
import type { SlashDefinition } from './commands/slash-commands.ts';
import type { RoomExportOptions } from './exports/exports.ts';
import type { Session } from './transport/session.ts';
import type { Stats } from './operations/stats.ts';

/** A running chat. */
export interface ChatServer {
  /**
   * Resolves once the storage can be used. Rejects if it is misconfigured (an unknown database, a wrong password), or if it cannot be
   * reached within `timeoutMs`, 10,000 by default. May be called again.
   */
  ready(timeoutMs?: number): Promise<void>;
  /** A session of a user in this process: bots, dialects, tests, your own routes. No authentication is asked. Throws `invalid` for a user without a proper id and name. */
  as(user: User): Session;
  /** Declares a slash command beside those of the options. Answers the way to take it back. Throws when the name is taken, or is none. */
  slash(name: string, definition: SlashDefinition): () => void;
  /** The HTTP surface, when you would rather mount it yourself. Requests it does not own are answered 404. */
  handler: RequestListener;
  /** Socket.IO itself: the way out. */
  io: Server;
  stats(): Stats;
  /** What there is to watch, in Prometheus' text format: serve it where only the operator reaches it. */
  metrics(): string;
  /** Ends a user's live connections with `closed { code: 'unauthenticated' }`, so that they have to present themselves again. */
  revoke(userId: string): void;
  /** Whether somebody who is here, on this node or another, has this name, or one that looks the same. Of who is not here it knows nothing. */
  isNameTaken(name: string): boolean;
  /** A room's transcript, as it is read. Nobody's rights are asked; `reader` says whose private messages are in it. Ends with `not_found` for an unknown room. */
  exportRoom(roomId: string, options?: RoomExportOptions): Readable;
  /** Everything that is kept of a user, as JSON. */
  exportUser(userId: string): Readable;
  /** Erases a user for good; resolves when nothing is left of them. What is interrupted is gone on with by itself. */
  eraseUser(userId: string): Promise<void>;
  /** Refuses what is new, finishes and stores what is under way, tells everyone when to come back, and ends; within 15 s, whatever hangs. The http server stays its owner's, as does a storage object that was passed in. */
  close(): Promise<void>;
}
