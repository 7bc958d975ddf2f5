/** Every `code` an answer can carry. The list is closed: a client may switch over it. */
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

/** The finer word a UI shows. Known reasons are listed for completion; applications may add their own from hooks. */
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
  | 'muted'
  | 'banned'
  | 'frozen'
  | 'slow_mode'
  | 'moderated'
  | 'search_slow'
  | 'origin'
  | 'user_quota'
  | 'room_quota'
  | 'file_unknown'
  | 'image_unreadable'
  | 'too_many_pins'
  | 'private_message'
  | 'in_thread'
  | 'erased'
  | (string & {});

/** What crosses the wire when a command is refused. */
export interface ErrorBody {
  code: ErrorCode;
  reason?: ErrorReason;
  /** In English, for developers and logs. A UI shows a text of its own chosen by `reason`, else by `code`. */
  message: string;
  /** Milliseconds after which the same call may succeed. */
  retryAfterMs?: number;
  /** Dotted path of the input field that is wrong, with `invalid` and `too_large`. */
  field?: string;
  /** Names this failure in the server's log, with `internal`. */
  requestId?: string;
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

/** The one error that calls reject with, on both sides of the wire. */
export class ChatError extends Error {
  override readonly name = 'ChatError';
  readonly code: ErrorCode;
  readonly reason?: ErrorReason;
  readonly retryAfterMs?: number;
  readonly field?: string;
  readonly requestId?: string;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message);
    this.code = code;
    if (details.reason !== undefined) this.reason = details.reason;
    if (details.retryAfterMs !== undefined) this.retryAfterMs = details.retryAfterMs;
    if (details.field !== undefined) this.field = details.field;
    if (details.requestId !== undefined) this.requestId = details.requestId;
  }

  /** The plain object that goes over the wire. */
  toJSON(): ErrorBody {
    const { code, reason, message, retryAfterMs, field, requestId } = this;
    return {
      code,
      ...(reason === undefined ? {} : { reason }),
      message,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...(field === undefined ? {} : { field }),
      ...(requestId === undefined ? {} : { requestId }),
    };
  }

  /** The error that a wire object stands for. */
  static from(body: ErrorBody): ChatError {
    return new ChatError(body.code, body.message, body);
  }
}
