import type { StoredRecord } from '../contract/records.ts';
import { refuse, type Decision, type View } from './decision.ts';

/**
 * Time between two updates of a room while votes come in, ms. One may come `tallyEarlyMs` earlier, once votes
 * pause, so that members see the last votes soon. Five updates take at least a second.
 */
export const tallyEveryMs = 280;
const tallyEarlyMs = 120;

const tallyRateKind = 'tally-rate';

/** Names the record of how often the tallies of a room are published; there is one for each feature. */
export const tallyRateRecord = (feature: 'polls' | 'questions'): Pick<StoredRecord, 'kind' | 'key'> => ({
  kind: tallyRateKind,
  key: feature,
});

/** The body of the record of `tallyRateRecord`. */
interface TallyRate {
  /** When the next update is due, ms since the epoch. */
  nextAt: number;
}

/** Returns the record to store with an update, or the refusal if it is too early. */
export const paceTally = (
  view: View,
  feature: 'polls' | 'questions',
  at: number,
): { record: StoredRecord } | { refused: Decision } => {
  const { kind, key } = tallyRateRecord(feature);
  const stored = (view.record(kind, key)?.body as TallyRate | undefined)?.nextAt ?? at;
  // A longer time means that the clock was set back.
  const nextAt = stored - at > tallyEveryMs + tallyEarlyMs ? at : stored;
  const retryAfterMs = nextAt - at - tallyEarlyMs;
  if (retryAfterMs > 0)
    return {
      refused: refuse('rate_limited', `${feature} of the room were updated a moment ago`, { retryAfterMs }),
    };
  const body: TallyRate = { nextAt: Math.max(at, nextAt) + tallyEveryMs };
  return { record: { kind, key, body } };
};
