import { ChatError } from '@chat/protocol';

const longestMs = 24 * 3_600_000;
const mostBars = 64;

/**
 * What the sender of a recording measured of it: fields `durationMs`, a whole number, and `waveform`, up to 64 numbers of 0 to
 * 100 with commas between. Nothing for what is no recording. Throws `invalid` for fields that are something else.
 */
export const recordingOf = (
  type: string,
  fields: ReadonlyMap<string, string>,
): { durationMs?: number; waveform?: number[] } => {
  for (const name of fields.keys())
    if (name !== 'durationMs' && name !== 'waveform')
      throw new ChatError('invalid', `${name.slice(0, 32)} is not a field of an upload`, { field: 'form' });
  if (!/^(audio|video)\//.test(type)) return {};
  const duration = fields.get('durationMs');
  const waveform = fields.get('waveform')?.split(',');
  if (duration !== undefined && !(/^\d{1,9}$/.test(duration) && Number(duration) <= longestMs))
    throw refused('durationMs', `must be a whole number of ms up to ${longestMs}`);
  if (waveform && (waveform.length > mostBars || !waveform.every((bar) => /^(\d{1,2}|100)$/.test(bar))))
    throw refused('waveform', `must be at most ${mostBars} whole numbers of 0 to 100`);
  return {
    ...(duration === undefined ? {} : { durationMs: Number(duration) }),
    ...(waveform === undefined ? {} : { waveform: waveform.map(Number) }),
  };
};

const refused = (field: string, rule: string): ChatError =>
  new ChatError('invalid', `${field} ${rule}`, { field });
