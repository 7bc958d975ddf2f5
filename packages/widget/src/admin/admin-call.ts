import { ChatError, type ChatClientOptions } from '@chat/client';
import type { CommandName, ErrorBody, Input, Output } from '@chat/protocol';

/** The commands of the admin page, by their routes in the protocol. */
export const adminRoutes = {
  'server:stats': 'GET /server/stats',
  'moderation:list': 'GET /moderation',
  'webhook:list': 'GET /webhooks',
  'room:list': 'GET /rooms',
  'room:get': 'GET /rooms/:roomId',
  'room:update': 'PATCH /rooms/:roomId',
  'room:end': 'PUT /rooms/:roomId/end',
  'room:export': 'GET /rooms/:roomId/export',
  'member:list': 'GET /rooms/:roomId/members',
  'member:remove': 'DELETE /rooms/:roomId/members/:userId',
  'member:mute': 'PUT /rooms/:roomId/members/:userId/mute',
  'member:bans': 'GET /rooms/:roomId/bans',
  'member:ban': 'PUT /rooms/:roomId/bans/:userId',
  'member:unban': 'DELETE /rooms/:roomId/bans/:userId',
  'message:list': 'GET /rooms/:roomId/messages',
  'message:delete': 'DELETE /rooms/:roomId/messages/:messageId',
  'report:list': 'GET /rooms/:roomId/reports',
  'report:resolve': 'PUT /rooms/:roomId/reports/:messageId/outcome',
  'approval:list': 'GET /rooms/:roomId/approval',
  'approval:approve': 'PUT /rooms/:roomId/approval/:messageId',
  'approval:trust': 'PUT /rooms/:roomId/approval/:messageId/trust',
  'approval:reject': 'POST /rooms/:roomId/approval/:messageId/rejection',
  'audit:list': 'GET /rooms/:roomId/audit',
  'file:list': 'GET /rooms/:roomId/files',
  'file:url': 'GET /files/:fileId/url',
  'file:delete': 'DELETE /files/:fileId',
  'user:search': 'GET /users',
  'user:get': 'GET /users/:userId',
  'user:export': 'GET /users/:userId/export',
  'user:revoke': 'DELETE /users/:userId/connections',
  'user:erase': 'DELETE /users/:userId',
} as const satisfies Partial<Record<CommandName, string>>;

export type AdminCommand = keyof typeof adminRoutes;

/** Runs a command of the admin page. Resolves to its result or rejects with a `ChatError`. */
export type AdminCall = <N extends AdminCommand>(name: N, input: Input<N>) => Promise<Output<N>>;

const timeoutMs = 10_000;
/** A search or an export reads many pages: it waits as long as the server asks, this many times for one of them. */
const mostWaits = 5;

interface RestRequest {
  path: string;
  init: RequestInit;
}

/** Returns the request for a command: path parameters first, the rest as query or body. */
const requestOf = (name: AdminCommand, input: Readonly<Record<string, unknown>>): RestRequest => {
  const [method = '', route = ''] = adminRoutes[name].split(' ');
  const rest = new Map(Object.entries(input));
  const path = route.replace(/:(\w+)/g, (_, field: string) => {
    const value = String(rest.get(field));
    rest.delete(field);
    return encodeURIComponent(value);
  });
  if (method !== 'GET' && method !== 'DELETE')
    return { path, init: { method, body: JSON.stringify(Object.fromEntries(rest)) } };
  const query = new URLSearchParams();
  for (const [field, value] of rest) for (const each of [value].flat()) query.append(field, String(each));
  return { path: query.size > 0 ? `${path}?${query}` : path, init: { method } };
};

const errorIn = async (response: Response): Promise<ChatError> => {
  const body = (await response.json().catch(() => null)) as { error?: ErrorBody } | null;
  return body?.error ? ChatError.from(body.error) : new ChatError('internal', 'no error in the response');
};

/** Calls the REST routes of the chat at `src`, by which an admin need not be in a room. */
export const createAdminCall = (src: string, token: ChatClientOptions['token'] | null): AdminCall => {
  const send = async ({ path, init }: RestRequest): Promise<Response> => {
    const bearer = typeof token === 'function' ? await token() : token;
    const headers = {
      ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
    };
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      return await fetch(`${src}/api${path}`, { ...init, headers, signal });
    } catch {
      throw signal.aborted
        ? new ChatError('timeout', 'the server does not respond')
        : new ChatError('disconnected', 'the server cannot be reached');
    }
  };
  return async (name, input) => {
    for (let waits = 0; ; waits += 1) {
      const response = await send(requestOf(name, input));
      if (response.ok) return (await response.json()) as never;
      const error = await errorIn(response);
      if (error.code !== 'rate_limited' || waits === mostWaits) throw error;
      await new Promise((resolve) => setTimeout(resolve, error.retryAfterMs ?? 0));
    }
  };
};
