import { isFor, type Message } from '@chat/protocol';
import { gate, type Decision, type Situation } from './decision.ts';
import { standingIn } from './effective-role.ts';

/** Nobody is called by a message that does not exist for them. Of those who may read it, each once. */
export const mentionsIn = (
  { view, head: { room } }: Situation,
  mentions: string[],
  message: Pick<Message, 'to' | 'author'>,
): string[] =>
  [...new Set(mentions)].filter(
    (id) => isFor(message, id) && standingIn(room, view.member(id), { id, name: id }) !== null,
  );

/** Why everybody cannot be called, or null. */
export const refuseCallingAll = (situation: Situation, at: number): Decision | null =>
  gate(situation, 'mention:all', at);
