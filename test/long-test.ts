import { test, type TestFunction, type TestOptions } from 'vitest';
import { isLong, leaveOut } from './run-size.ts';

/** Declares tests of the long run alone. A short run counts them among what it leaves out, as `what`. */
export const inLongRun = (what: string, declare: () => void): void => (isLong ? declare() : leaveOut(what));

/** A test of the long run alone. */
export const longTest: (title: string, options: TestOptions, run: TestFunction) => void = isLong
  ? test
  : leaveOut;
