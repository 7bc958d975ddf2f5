type Delivered = { userId: string; seq: number };

/**
 * How far messages of one room have been delivered to users' devices. Sent and written in batches: devices
 * repeat what a killed process has not written.
 */
export interface DeliveryReceipts {
  /** Messages up to `seq` were delivered to a device of this user. */
  put(userId: string, seq: number): void;
  /** The same, written by another node. */
  putRemote(userId: string, seq: number): void;
  /** Returns the delivered position if it is not written yet; else 0. */
  of(userId: string): number;
  /** Takes what has not been sent. */
  take(): { userId: string; delivered: number }[];
  /** Whether everything is written. */
  readonly isWritten: boolean;
  /** Resolves when everything is written, or could not be. */
  flush(): Promise<void>;
  /** Stops retries. */
  close(): void;
}

/** Receipts within this time are written together. */
const gatherMs = 2_000;

/**
 * `write` returns whether it succeeded; otherwise it is tried again. `changed` is called if there is
 * something for `take`.
 */
export const createDeliveryReceipts = (
  write: (delivered: Delivered[]) => Promise<boolean>,
  onChange: () => void,
): DeliveryReceipts => {
  const unpublished = new Map<string, number>();
  const unwritten = new Map<string, number>();
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> | null = null;
  let isOver = false;

  const writeAll = async (): Promise<void> => {
    const delivered = listed(unwritten);
    if (!(await write(delivered))) return;
    for (const { userId, seq } of delivered) if (unwritten.get(userId) === seq) unwritten.delete(userId);
  };

  const flush = async (): Promise<void> => {
    if (timer) clearTimeout(timer);
    timer = null;
    await writing;
    if (unwritten.size === 0) return;
    writing = writeAll().finally(() => (writing = null));
    await writing;
  };

  const later = (): void => {
    timer ??= setTimeout(() => void flush().then(again), gatherMs).unref();
  };
  const again = (): void => {
    if (unwritten.size > 0 && !isOver) later();
  };

  return {
    put: (userId, seq) => {
      if (seq <= (unwritten.get(userId) ?? 0)) return;
      unpublished.set(userId, seq);
      unwritten.set(userId, seq);
      onChange();
      later();
    },
    putRemote: (userId, seq) => {
      unpublished.set(userId, Math.max(seq, unpublished.get(userId) ?? 0));
      onChange();
    },
    of: (userId) => unwritten.get(userId) ?? 0,
    take: () => {
      const taken = listed(unpublished).map(({ userId, seq }) => ({ userId, delivered: seq }));
      unpublished.clear();
      return taken;
    },
    get isWritten() {
      return unwritten.size === 0;
    },
    flush,
    close: () => {
      isOver = true;
      if (timer) clearTimeout(timer);
    },
  };
};

const listed = (seqs: Map<string, number>): Delivered[] =>
  [...seqs].map(([userId, seq]) => ({ userId, seq }));
