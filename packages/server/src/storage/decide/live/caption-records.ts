import type { Caption } from '@chat/protocol';
import type { RecordQuery } from '../../contract/records.ts';

/** Records of the captions that a recording keeps. */
export const captionKind = 'caption';

/** The final text of a caption. */
export interface StoredCaption extends Omit<Caption, 'final'> {
  /** The recording in progress: it is removed with it. */
  recordingId: string;
  /** When the text was final, ms since the epoch. */
  until: number;
}

/** Sorts by time. */
export const captionKey = (at: number, captionId = ''): string =>
  `${String(Math.floor(Math.min(latest, Math.max(0, at)))).padStart(16, '0')}/${captionId}`;

/** The last time that there is, ms since the epoch. */
const latest = 8.64e15;

/** Selects the captions that began from one time on and before another, ms since the epoch. */
export const captionsBetween = (from: number, to: number): Pick<RecordQuery, 'above' | 'below'> => ({
  above: captionKey(from),
  below: captionKey(to),
});
