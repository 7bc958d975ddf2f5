import * as v from 'valibot';
import { questionModes } from './questions.ts';

/** Longest message between a waiting user and the hosts, and longest message of hosts to all who wait. */
export const maxLobbyTextLength = 1_000;

/** Schemas of the settings of a live event. */
export const liveSchemas = {
  hands: v.optional(v.boolean()),
  questions: v.optional(v.picklist(questionModes)),
  attendance: v.optional(v.boolean()),
  lobby: v.optional(v.boolean()),
  lobbyMessage: v.optional(
    v.pipe(
      v.string(),
      v.trim(),
      v.maxLength(maxLobbyTextLength, `must be at most ${maxLobbyTextLength} characters`),
    ),
  ),
};
