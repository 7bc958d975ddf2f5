import type { RequestListener } from 'node:http';
import type { Readable } from 'node:stream';
import type { User, WebhookStatus } from '@chat/protocol';
import type { Server } from 'socket.io';
import type { SlashDefinition } from './commands/slash-commands.ts';
import type { RoomExportOptions } from './exports/exports.ts';
import type { Session } from './transport/session.ts';
import type { Stats } from './operations/stats.ts';

/** A running chat. */
export interface ChatServer {
  /**
   * Resolves once the storage can be used. Rejects if it is misconfigured (an unknown database, a wrong
   * password), or if it cannot be reached within `timeoutMs`, 10,000 by default. May be called again.
   */
  ready(timeoutMs?: number): Promise<void>;
  /**
   * Opens a session of a user in this process: for bots, dialects, tests and your own routes. There is no
   * authentication. Throws `invalid` for a user without a valid id and name.
   */
  as(user: User): Session;
  /**
   * Declares a slash command in addition to those of the options. Returns a function that removes it. Throws
   * if the name is taken or invalid.
   */
  slash(name: string, definition: SlashDefinition): () => void;
  /** The HTTP handler, if you would rather mount it yourself. Requests outside its path get 404. */
  handler: RequestListener;
  /** The Socket.IO server, for what this API does not cover. */
  io: Server;
  stats(): Stats;
  /** Returns the state of each webhook on this node, with its last deliveries. */
  webhooks(): WebhookStatus[];
  /** Returns metrics as OpenMetrics text, version 1.0.0. Serve them where only the operator can read them. */
  metrics(): string;
  /**
   * Ends a user's live connections with `closed { code: 'unauthenticated' }`, so that the user has to
   * authenticate again.
   */
  revoke(userId: string): void;
  /**
   * Returns whether a user who is connected to this node or another has this name, or one that looks the
   * same. Offline users are not considered.
   */
  isNameTaken(name: string): boolean;
  /**
   * Streams a room's transcript. No rights are checked; `reader` selects whose private messages are included.
   * Fails with `not_found` for an unknown room.
   */
  exportRoom(roomId: string, options?: RoomExportOptions): Readable;
  /** Streams everything stored about a user, as JSON. */
  exportUser(userId: string): Readable;
  /** Erases a user permanently. Resolves when nothing is left. An interrupted erasure resumes by itself. */
  eraseUser(userId: string): Promise<void>;
  /**
   * Rejects new work, finishes and stores pending work, tells clients when to reconnect, and closes within 15
   * s, even if something hangs. The http server and a storage object that you passed in stay open.
   */
  close(): Promise<void>;
}
