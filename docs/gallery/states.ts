import { calls } from './states-calls.ts';
import { composer } from './states-composer.ts';
import { errors } from './states-errors.ts';
import { shapes } from './states-looks.ts';
import { messages } from './states-messages.ts';
import { panels } from './states-panels.ts';
import { polls } from './states-polls.ts';
import { recordings } from './states-recordings.ts';
import { rooms } from './states-rooms.ts';
import type { State, States } from './state.ts';

/** All states by the heading under which the index lists them. Their names are their addresses: `/?state=<name>`. */
export const groups: Record<string, States> = {
  Messages: messages,
  Composer: composer,
  'Panels and dialogs': panels,
  Polls: polls,
  Recordings: recordings,
  Rooms: rooms,
  Calls: calls,
  'Loading, errors, offline': errors,
  'Layouts and themes': shapes,
};

const states = new Map(Object.values(groups).flatMap((group) => Object.entries(group)));

export const stateNames = [...states.keys()];
export const stateOf = (name: string): State | undefined => states.get(name);
