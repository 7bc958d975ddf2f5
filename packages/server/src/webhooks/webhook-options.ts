import type { Room } from '@chat/protocol';
import { rejectUnknownOptions } from '../errors/unknown-options.ts';
import {
  createOutboundRequests,
  isListedHost,
  RefusedAddressError,
  type OutboundRequests,
} from '../outbound/outbound-requests.ts';
import { signedHeaders } from './signature.ts';
import { webhookEventTypes, type WebhookEventType } from './webhook-events.ts';

/** A URL that receives the events of rooms. */
export interface WebhookOptions {
  /** `https:`; also `http:` for a host of `privateHosts`. */
  url: string;
  /**
   * Signs each request: `whsec_` and 24 to 64 random bytes in base64. With several, a request has a signature
   * by each, so that you can change the secret.
   */
  secret: string | readonly string[];
  /**
   * Names the endpoint in the storage, the metrics and the log. The server stores under this name how far it
   * has come. Default: host and path of the URL.
   */
  name?: string;
  /** Default: all. */
  events?: readonly WebhookEventType[];
  /** Ids of rooms, or whether a room is included. Default: all. */
  rooms?: readonly string[] | ((room: Room) => boolean);
  /**
   * Hosts that may have a private address, such as `billing.internal:8080`. All other hosts must be public.
   */
  privateHosts?: readonly string[];
  /** How long the endpoint may take to respond, ms. Default 10,000. */
  timeoutMs?: number;
}

/** An endpoint with its defaults. */
export interface WebhookEndpoint {
  name: string;
  url: URL;
  secrets: readonly string[];
  timeoutMs: number;
  outbound: OutboundRequests;
  includesEvent(type: WebhookEventType): boolean;
  includesRoom(room: Room): boolean;
}

const optionNames: Readonly<Record<keyof WebhookOptions, true>> = {
  url: true,
  secret: true,
  name: true,
  events: true,
  rooms: true,
  privateHosts: true,
  timeoutMs: true,
};
const longestTimeoutMs = 20_000;

/** Returns the endpoints of the options. Throws a plain `Error` that names what is invalid. */
export const webhookEndpoints = (webhooks: readonly WebhookOptions[] = []): WebhookEndpoint[] => {
  const endpoints = webhooks.map(endpointOf);
  for (const [index, { name }] of endpoints.entries())
    if (endpoints.findIndex((other) => other.name === name) !== index)
      throw new Error(`createChatServer: two webhooks are named '${name}': set the option name`);
  return endpoints;
};

const endpointOf = (options: WebhookOptions): WebhookEndpoint => {
  rejectUnknownOptions('createChatServer: webhooks', options, optionNames);
  const { privateHosts = [], timeoutMs = 10_000, events = webhookEventTypes, rooms } = options;
  const url = URL.canParse(options.url) ? new URL(options.url) : refuse(`url is invalid: '${options.url}'`);
  const outbound = createOutboundRequests({ privateHosts });
  try {
    outbound.check(url);
  } catch (error) {
    if (error instanceof RefusedAddressError)
      return refuse(`${error.message}; list the host in privateHosts if it is yours`);
    throw error;
  }
  if (url.protocol !== 'https:' && !isListedHost(url, privateHosts))
    refuse(`url must begin with https:, or list '${url.hostname}' in privateHosts`);
  const secrets = [options.secret].flat();
  if (secrets.length === 0) refuse('secret is missing');
  for (const secret of secrets) signedHeaders([secret], { id: '', at: 0, body: '' });
  const name = options.name ?? `${url.host}${url.pathname}`.replace(/\/$/, '');
  if (!/^[\w.:/~-]{1,100}$/.test(name))
    refuse(`set the option name, at most 100 letters, digits and . : / ~ - _, not '${name}'`);
  if (!(timeoutMs > 0 && timeoutMs <= longestTimeoutMs)) refuse(`timeoutMs must be 1 to ${longestTimeoutMs}`);
  const unknown = events.find((type) => !webhookEventTypes.includes(type));
  if (unknown !== undefined) refuse(`there is no event '${unknown}'`);
  return {
    name,
    url,
    secrets,
    timeoutMs,
    outbound,
    includesEvent: (type) => events.includes(type),
    includesRoom: (room) =>
      rooms === undefined || (typeof rooms === 'function' ? rooms(room) : rooms.includes(room.id)),
  };
};

const refuse = (text: string): never => {
  throw new Error(`createChatServer: webhooks: ${text}`);
};
