import type { WebhookDelivery } from '@chat/protocol';

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
