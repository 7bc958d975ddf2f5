/** Every `code` of an error. The list is closed: a client may switch over it. */
export const errorCodes = [
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  'invalid',
  'too_large',
  'rate_limited',
  'overloaded',
  'storage_full',
  'timeout',
  'disconnected',
  'expired',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

const transient = new Set<ErrorCode>([
  'disconnected',
  'timeout',
  'overloaded',
  'rate_limited',
  'storage_full',
  'internal',
]);

/** Returns whether a retry may cure an error of this code: nothing about the call itself was wrong. */
export const isTransient = (code: ErrorCode): boolean => transient.has(code);

/**
 * A finer distinction for UIs. Known reasons are listed for completion; applications can add their own in
 * hooks.
 */
export type ErrorReason =
  | 'name_taken'
  | 'name_required'
  | 'already_joined'
  | 'not_joined'
  | 'room_exists'
  | 'room_ended'
  | 'room_full'
  | 'too_many_rooms'
  | 'id_reused'
  | 'undo_expired'
  | 'too_many_scheduled'
  | 'too_many_saved'
  | 'too_many_reminders'
  | 'already_sent'
  | 'not_scheduled'
  | 'ephemeral_room'
  | 'muted'
  | 'banned'
  | 'frozen'
  | 'slow_mode'
  | 'moderated'
  | 'encrypted_room'
  | 'not_encrypted'
  | 'epoch_stale'
  | 'too_many_devices'
  | 'account_changed'
  | 'account_altered'
  | 'device_removed'
  | 'needs_recovery'
  | 'no_recovery'
  | 'secret_mistyped'
  | 'wrong_secret'
  | 'wrong_code'
  | 'number_changed'
  | 'keys_changed'
  | 'no_request'
  | 'pending_approval'
  | 'not_approved'
  | 'not_pending'
  | 'too_many_pending'
  | 'needs_approval'
  | 'emoji_only'
  | 'links_not_allowed'
  | 'private_not_allowed'
  | 'reaction_not_allowed'
  | 'search_slow'
  | 'origin'
  | 'user_quota'
  | 'room_quota'
  | 'file_unknown'
  | 'file_altered'
  | 'image_unreadable'
  | 'too_many_pins'
  | 'poll_closed'
  | 'voted'
  | 'too_many_options'
  | 'too_many_drafts'
  | 'too_many_recordings'
  | 'private_message'
  | 'in_thread'
  | 'erased'
  | 'invite_invalid'
  | 'too_many_links'
  | 'nobody_to_call'
  | 'not_two'
  | 'public_room'
  | 'in_call'
  | 'call_exists'
  | 'call_ended'
  | 'not_answered'
  | 'answered_elsewhere'
  | 'peer_away'
  | 'only_two'
  | 'call_full'
  | 'recording'
  | 'not_asked'
  | 'questions_off'
  | 'anonymous_off'
  | 'question_closed'
  | 'too_many_questions'
  | 'hands_off'
  | 'hand_down'
  | 'too_many_hands'
  | 'lobby'
  | 'lobby_full'
  | 'not_waiting'
  | 'engine_away'
  | 'language_unsupported'
  | 'no_text'
  | 'streaming'
  | 'summary_away'
  | 'translator_away'
  | (string & {});

/** An error as it is sent over the wire. */
export interface ErrorBody {
  code: ErrorCode;
  reason?: ErrorReason;
  /** In English, for developers and logs. A UI chooses a text of its own by `reason`, otherwise by `code`. */
  message: string;
  /** The same call may succeed after this time, ms. */
  retryAfterMs?: number;
  /** Dotted path of the invalid input field, with `invalid` and `too_large`. */
  field?: string;
  /** Identifies this call in the server's log. Every error of a server has one. */
  requestId?: string;
  /** With `erased`: id of the erased user. Sent to that user only. */
  userId?: string;
}

/** HTTP status of each code on the REST surface. */
export const httpStatus: Record<ErrorCode, number> = {
  invalid: 400,
  unauthenticated: 401,
  expired: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  rate_limited: 429,
  internal: 500,
  overloaded: 503,
  disconnected: 503,
  timeout: 504,
  storage_full: 507,
};

export type ErrorDetails = Omit<ErrorBody, 'code' | 'message'>;

/** Returns the details that are set. */
const detailsOf = (all: ErrorDetails): ErrorDetails =>
  Object.fromEntries(
    (['reason', 'retryAfterMs', 'field', 'requestId', 'userId'] as const).flatMap((name) =>
      all[name] === undefined ? [] : [[name, all[name]]],
    ),
  );

/** One symbol for all copies of this module: ES modules, CommonJS, bundles, other realms. */
const brand = Symbol.for('chat.ChatError');

/**
 * The error that all calls reject with, on server and client. `instanceof` and `ChatError.is` also recognise
 * errors of another copy of this module, such as the CommonJS one.
 */
export class ChatError extends Error {
  override readonly name = 'ChatError';
  readonly code: ErrorCode;
  declare readonly reason?: ErrorReason;
  declare readonly retryAfterMs?: number;
  declare readonly field?: string;
  declare readonly requestId?: string;
  declare readonly userId?: string;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message);
    this.code = code;
    Object.assign(this, detailsOf(details));
    Object.defineProperty(this, brand, { value: true });
  }

  /** Returns whether a value is a `ChatError`, of this copy of the module or of another. */
  static is(value: unknown): value is ChatError {
    return (Object(value) as { [brand]?: unknown })[brand] === true;
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    // A subclass inherits this method, and not every `ChatError` is one of its instances.
    return isChatErrorItself(this)
      ? this.is(value)
      : Function.prototype[Symbol.hasInstance].call(this, value);
  }

  /** Returns the plain object for the wire. */
  toJSON(): ErrorBody {
    return { code: this.code, message: this.message, ...detailsOf(this) };
  }

  /** Creates the error of an object from the wire. */
  static from(body: ErrorBody): ChatError {
    return fromBody(body);
  }
}

// Outside the class: builds rename a class that refers to itself, and stack traces show that name.
const isChatErrorItself = (constructor: unknown): boolean => constructor === ChatError;
const fromBody = (body: ErrorBody): ChatError => new ChatError(body.code, body.message, body);
