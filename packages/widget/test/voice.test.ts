import { expect, test } from 'vitest';
import { problemOf } from '../src/features/voice/record.ts';
import { bars, peaksOf } from '../src/features/voice/chat-voice-recorder.ts';

test('peaks have the requested number, relative to the loudest, for any length of sound', () => {
  const sound = new Float32Array(8_000 * 60).fill(0.1);
  sound[8_000 * 30] = -0.4;
  const peaks = peaksOf(sound);
  expect(peaks).toHaveLength(bars);
  expect(peaks.filter((peak) => peak === 100)).toHaveLength(1);
  expect(peaks[0]).toBe(25);
  expect(peaks.every((peak) => Number.isInteger(peak) && peak >= 0 && peak <= 100)).toBe(true);
});

test('silence stays low, and a sound shorter than its bars has fewer', () => {
  expect(Math.max(...peaksOf(new Float32Array(8_000).fill(0.001)))).toBe(5);
  expect(peaksOf(new Float32Array(3).fill(0.5))).toEqual([100, 100, 100]);
  expect(peaksOf(new Float32Array(0))).toEqual([]);
});

test.each([
  ['NotAllowedError', 'denied'],
  ['SecurityError', 'denied'],
  ['NotFoundError', 'missing'],
  ['NotReadableError', 'busy'],
])('%s is %s', (name, problem) => {
  expect(problemOf(Object.assign(new Error('no'), { name }))).toBe(problem);
});
