import { emit } from '../../core/emit.ts';
import type { RoomContext } from '../../core/feature.ts';
import type { PollQuestion } from './chat-poll-results.ts';

/** Opens the results of a poll in a dialog. */
export const openPollResults = (context: RoomContext, target: PollQuestion): void =>
  void import('./chat-poll-results.ts').then(
    () => {
      const dialog = document.createElement('chat-poll-results');
      context.host.shadowRoot?.append(Object.assign(dialog, { context, target, lang: context.language.tag }));
    },
    (error: unknown) => emit(context.host, 'chat-error', { error }),
  );
