import * as v from 'valibot';
import { command } from '../command.ts';
import { limit } from '../fields.ts';
import { count, optionalTime, schemaOf, time } from '../outputs.ts';

/** An attempt to deliver an event. */
export interface WebhookDelivery {
  /** ms since the epoch. */
  at: number;
  /** The id of the event, which is also in the header `webhook-id`. */
  id: string;
  type: string;
  roomId: string;
  rev: number;
  /** 1 for the first attempt. */
  attempt: number;
  delivered: boolean;
  /** The HTTP status of the response, if there was one. */
  status?: number;
  /** Why it failed. */
  error?: string;
  durationMs: number;
}

/** The state of a webhook on one node. */
export interface WebhookStatus {
  name: string;
  /** Origin and path, without user name and query. */
  url: string;
  /** Deliveries since the server started. */
  delivered: number;
  /** Failed attempts since the server started. */
  failed: number;
  /** Rooms with events that wait, counted up to 1,000. */
  roomsBehind: number;
  /** Nothing is sent until then, because the endpoint fails, ms since the epoch. */
  pausedUntil?: number;
  /** The last attempts, newest first; the server keeps 100. */
  deliveries: WebhookDelivery[];
}

const deliverySchema = schemaOf<WebhookDelivery>()(
  v.object({
    at: time,
    id: v.pipe(v.string(), v.description('the id of the event, as in the header webhook-id')),
    type: v.string(),
    roomId: v.string(),
    rev: count,
    attempt: v.pipe(count, v.description('1 for the first attempt')),
    delivered: v.boolean(),
    status: v.optional(v.pipe(count, v.description('the HTTP status of the response, if there was one'))),
    error: v.optional(v.pipe(v.string(), v.description('why it failed'))),
    durationMs: count,
  }),
);

const statusSchema = schemaOf<WebhookStatus>()(
  v.object({
    name: v.string(),
    url: v.pipe(v.string(), v.description('origin and path')),
    delivered: v.pipe(count, v.description('since the server started')),
    failed: v.pipe(count, v.description('failed attempts since the server started')),
    roomsBehind: v.pipe(count, v.description('rooms with events that wait, counted up to 1,000')),
    pausedUntil: optionalTime,
    deliveries: v.pipe(v.array(deliverySchema), v.description('the last attempts, newest first')),
  }),
);

export const webhookCommands = {
  'webhook:list': command<{ webhooks: WebhookStatus[] }>()({
    http: 'GET /webhooks',
    summary:
      'List the webhooks of the server with their last deliveries from the node that responds (admins)',
    input: v.strictObject({
      /** How many deliveries of each webhook. */
      limit,
    }),
    output: v.object({ webhooks: v.array(statusSchema) }),
  }),
};
