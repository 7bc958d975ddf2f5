import { ChatError, isCommandName } from '@chat/protocol';
import { lazyRequestId } from '../errors/request-id.ts';
import type { Dispatch } from './dispatch.ts';

/** A span of OpenTelemetry. */
export interface TracerSpan {
  setAttribute(key: string, value: string): unknown;
  setStatus(status: { code: number; message?: string }): unknown;
  end(): void;
}

/** What is used of a tracer of OpenTelemetry: `trace.getTracer('chat')` of `@opentelemetry/api`. */
export interface Tracer {
  startActiveSpan<T>(
    name: string,
    options: { kind: number; attributes: Record<string, string> },
    run: (span: TracerSpan) => T,
  ): T;
}

/** `SpanKind.SERVER` and `SpanStatusCode.ERROR` of OpenTelemetry. */
const serverKind = 1;
const errorStatus = 2;
/** What happens to a server. Other codes are its answers to what a client asked for. */
const faults = new Set(['internal', 'overloaded', 'timeout', 'storage_full']);

const roomOf = (input: unknown): Record<string, string> => {
  const { roomId } = (input ?? {}) as { roomId?: unknown };
  return typeof roomId === 'string' ? { 'chat.room.id': roomId } : {};
};

/**
 * Makes a span of each command, named like it, with its room, transport and request id. Texts and users are in none.
 */
export const traceCommands = (dispatch: Dispatch, tracer: Tracer, id: () => string): Dispatch => ({
  ...dispatch,
  run: (connection, name, input, reply, placed, given, handler) => {
    const requestId = given ?? lazyRequestId(id, connection.requestId);
    const attributes = {
      'rpc.system': 'chat',
      'chat.transport': connection.kind,
      'chat.request.id': requestId(),
      ...roomOf(input),
    };
    // The client makes up the names of unknown commands.
    const span = isCommandName(name) ? name : 'unknown';
    return tracer.startActiveSpan(span, { kind: serverKind, attributes }, async (command) => {
      try {
        await dispatch.run(connection, name, input, reply, placed, requestId, handler);
      } catch (error) {
        const code = error instanceof ChatError ? error.code : 'internal';
        command.setAttribute('error.type', code);
        if (faults.has(code)) command.setStatus({ code: errorStatus, message: code });
        throw error;
      } finally {
        command.end();
      }
    });
  },
});
