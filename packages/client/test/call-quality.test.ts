// The quality of a call, from the statistics of each browser in its own shape.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { qualityOf, watchQuality, type Quality } from '../src/calls/call-quality.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The packets since the connection began, and the round trip, s. */
interface Line {
  received: number;
  lost: number;
  roundTrip: number;
}
type Report = Record<string, unknown>[];

/** Chromium 156: many pairs, several of which succeeded; the one in use is named by its transport. */
const chromium = ({ received, lost, roundTrip }: Line): Report => [
  // A relay that is not used, and far away.
  {
    id: 'CP7pBaTWFd_0QDo3ks',
    type: 'candidate-pair',
    currentRoundTripTime: 2,
    nominated: false,
    state: 'succeeded',
    packetsReceived: 0,
    transportId: 'T01',
    writable: true,
  },
  {
    id: 'CPo1BziO5s_WJkSMgUI',
    type: 'candidate-pair',
    availableOutgoingBitrate: 1_456_000,
    bytesReceived: 131_347,
    consentRequestsSent: 5,
    currentRoundTripTime: roundTrip,
    nominated: true,
    packetsReceived: 548,
    state: 'succeeded',
    totalRoundTripTime: 0.01,
    transportId: 'T01',
    writable: true,
  },
  // The report from before the ICE restart.
  {
    id: 'CPFAwWdVxO_0QDo3ks',
    type: 'candidate-pair',
    currentRoundTripTime: 3,
    nominated: true,
    state: 'succeeded',
    transportId: 'T01',
  },
  {
    id: 'CPu8LA5DjM_gB3me6ot',
    type: 'candidate-pair',
    nominated: false,
    state: 'waiting',
    totalRoundTripTime: 0,
    transportId: 'T01',
    writable: false,
  },
  {
    id: 'IT01A3835190263',
    type: 'inbound-rtp',
    kind: 'audio',
    jitter: 0,
    packetsLost: Math.floor(lost / 2),
    packetsReceived: Math.floor(received / 2),
    transportId: 'T01',
  },
  {
    id: 'IT01V4170221331',
    type: 'inbound-rtp',
    kind: 'video',
    framesDecoded: 120,
    packetsLost: Math.ceil(lost / 2),
    packetsReceived: Math.ceil(received / 2),
    transportId: 'T01',
  },
  { id: 'RIV1192424994', type: 'remote-inbound-rtp', kind: 'video', fractionLost: 0, roundTripTime: 0.001 },
  { id: 'T01', type: 'transport', iceState: 'connected', selectedCandidatePairId: 'CPo1BziO5s_WJkSMgUI' },
];

/** Firefox: no transport, the pair in use is marked, and no round trip is measured on it. */
const firefox = ({ received, lost, roundTrip }: Line): Report => [
  {
    id: 'fa3a',
    type: 'candidate-pair',
    nominated: true,
    selected: false,
    readable: true,
    state: 'succeeded',
    bytesReceived: 0,
  },
  {
    id: 'fa3b',
    type: 'candidate-pair',
    nominated: true,
    selected: true,
    readable: true,
    state: 'succeeded',
    bytesReceived: 131_347,
  },
  { id: 'aa', type: 'inbound-rtp', kind: 'audio', packetsLost: 0, packetsReceived: 0 },
  { id: 'bb', type: 'inbound-rtp', kind: 'video', packetsLost: lost, packetsReceived: received },
  // Before the other has reported anything there is no time in it.
  { id: 'cc', type: 'remote-inbound-rtp', kind: 'audio', packetsLost: 0 },
  { id: 'dd', type: 'remote-inbound-rtp', kind: 'video', packetsLost: 0, roundTripTime: roundTrip },
];

/** Safari: no transport either; the pair that is nominated is in use. */
const safari = ({ received, lost, roundTrip }: Line): Report => [
  { id: 'p1', type: 'candidate-pair', nominated: false, state: 'failed', currentRoundTripTime: 5 },
  { id: 'p2', type: 'candidate-pair', nominated: true, state: 'succeeded', currentRoundTripTime: roundTrip },
  { id: 'i1', type: 'inbound-rtp', kind: 'video', packetsLost: lost, packetsReceived: received },
];

/** The reported quality of a connection, sample by sample. */
const watching = (shape: (line: Line) => Report) => {
  let report: Report | null = [];
  const told: (Quality | null)[] = [];
  const stop = watchQuality(
    () => Promise.resolve(report && (new Map(report.map((entry) => [entry['id'], entry])) as never)),
    (quality) => told.push(quality),
  );
  const look = async (line: Line | null): Promise<Quality | null | undefined> => {
    report = line && shape(line);
    await vi.advanceTimersByTimeAsync(2_000);
    return told.at(-1);
  };
  return { look, told, stop };
};

describe.each([
  ['Chromium', chromium],
  ['Firefox', firefox],
  ['Safari', safari],
])('%s', (_name, shape) => {
  test('long round trips and packet loss lower the quality while they last', async () => {
    const { look, told } = watching(shape);
    expect(await look({ received: 100, lost: 0, roundTrip: 0.02 })).toBeUndefined();
    expect(await look({ received: 200, lost: 0, roundTrip: 0.02 })).toBe('good');
    expect(await look({ received: 300, lost: 0, roundTrip: 0.4 })).toBe('fair');
    expect(await look({ received: 400, lost: 0, roundTrip: 0.8 })).toBe('poor');
    expect(await look({ received: 500, lost: 0, roundTrip: 0.02 })).toBe('good');
    expect(await look({ received: 595, lost: 6, roundTrip: 0.02 })).toBe('fair');
    expect(await look({ received: 675, lost: 26, roundTrip: 0.02 })).toBe('poor');
    // All that was lost before does not count for ever.
    expect(await look({ received: 775, lost: 26, roundTrip: 0.02 })).toBe('good');
    expect(told).toEqual(['good', 'fair', 'poor', 'good', 'fair', 'poor', 'good']);
  });

  test('the quality is unknown while no packets arrive and on a new connection', async () => {
    const { look, told, stop } = watching(shape);
    await look({ received: 100, lost: 0, roundTrip: 0.02 });
    await look({ received: 200, lost: 0, roundTrip: 0.02 });
    expect(await look({ received: 200, lost: 0, roundTrip: 0.02 })).toBeNull();
    expect(await look(null)).toBeNull();
    // Counted from nothing again.
    await look({ received: 50, lost: 0, roundTrip: 0.02 });
    expect(await look({ received: 150, lost: 0, roundTrip: 0.02 })).toBe('good');
    // A packet that arrives late no longer counts as lost.
    expect(await look({ received: 260, lost: -4, roundTrip: 0.02 })).toBe('good');
    stop();
    await look({ received: 300, lost: 200, roundTrip: 9 });
    expect(told).toEqual(['good', null, 'good']);
  });
});

test.each<[lost: number, roundTrip: number, Quality]>([
  [0, 0, 'good'],
  [0.03, 0.3, 'good'],
  [0.031, 0, 'fair'],
  [0, 0.301, 'fair'],
  [0.1, 0.6, 'fair'],
  [0.101, 0, 'poor'],
  [0, 0.601, 'poor'],
])('a loss of %f and a round trip of %f s are %s', (lost, roundTrip, quality) => {
  expect(qualityOf(lost, roundTrip)).toBe(quality);
});
