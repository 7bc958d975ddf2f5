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

/** The state of a webhook on this node. */
export interface WebhookStatus {
  name: string;
  /** Deliveries since the server started. */
  delivered: number;
  /** Failed attempts since the server started. */
  failed: number;
  /** Rooms with events that wait, counted up to 1,000. */
  roomsBehind: number;
  /** Nothing is sent until then, because the endpoint fails, ms since the epoch. */
  pausedUntil?: number;
  /** The last 100 attempts, newest first. */
  deliveries: WebhookDelivery[];
}

/** Counts deliveries and keeps the last of them. */
export interface DeliveryLog {
  add(delivery: WebhookDelivery): void;
  readonly delivered: number;
  readonly failed: number;
  /** Newest first. */
  list(): WebhookDelivery[];
}

const logSize = 100;

export const createDeliveryLog = (): DeliveryLog => {
  const entries: WebhookDelivery[] = [];
  let delivered = 0;
  let failed = 0;
  return {
    add: (delivery) => {
      if (delivery.delivered) delivered += 1;
      else failed += 1;
      entries.push(delivery);
      if (entries.length > logSize) entries.shift();
    },
    get delivered() {
      return delivered;
    },
    get failed() {
      return failed;
    },
    list: () => entries.toReversed(),
  };
};
