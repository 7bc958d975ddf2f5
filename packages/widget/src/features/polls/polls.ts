import type { Stop } from '@chat/client';
import { emit } from '../../core/emit.ts';
import type { Feature, MessageAction, MessageContext, RoomContext } from '../../core/feature.ts';
import { fillPlural } from '../../i18n/fill-text.ts';
import { icons } from '../../ui/all-icons.ts';
import { nothing } from 'lit';
import { pollButton, pollTool } from './create-poll.ts';
import { openPollResults } from './open-results.ts';
import { lists, choiceOf, ownVote, shareOf, shownPoll } from './poll-state.ts';
import { pollCard } from './poll-card.ts';
import { pollPanel } from './poll-panel.ts';
import { pollsStyle } from './polls.styles.ts';
import { pollTexts } from './texts.ts';

/** New votes are announced at most this often, ms. */
const announceEveryMs = 30_000;

/** Announces the end of a poll, and now and then how many have voted, in polls in which the user voted. */
const announce = ({ room, host, language: { tag } }: RoomContext): Stop => {
  let lastAt = 0;
  return room.on('message:updated', ({ message: { id, poll } }) => {
    const list = lists.get(host);
    if (!poll || !list || !room.polls.get().get(id)?.mine.length) return;
    const texts = pollTexts(tag);
    if (poll.closedAt !== undefined) {
      const results = poll.options.map(({ text, votes = 0 }) => `${text} ${shareOf(poll, votes, tag)}`);
      list.say(`${texts.closed}: ${results.join(', ')}`);
    } else if (Date.now() - lastAt > announceEveryMs) {
      lastAt = Date.now();
      list.say(fillPlural(texts.voters, poll.voters, tag));
    }
  });
};

const actions = (context: MessageContext): MessageAction[] => {
  const { item, room, host, language } = context;
  const { poll } = item;
  if (!poll) return [];
  const texts = pollTexts(language.tag);
  const results: MessageAction = {
    name: 'poll-results',
    label: texts.viewResults,
    icon: icons.poll,
    group: 'message',
    run: () => openPollResults(context, { id: item.id, question: item.text }),
  };
  const own = room.polls.get().get(item.id);
  const isShown = shownPoll(poll, own).options[0]?.votes !== undefined;
  const shown = isShown || item.mine || room.state.get().can?.['poll:close'] ? [results] : [];
  if (poll.closedAt !== undefined) return shown;
  const fail = (error: unknown): void => {
    emit(host, 'chat-error', { error });
  };
  const mayClose = item.mine || room.state.get().can?.['poll:close'];
  const hasVoted = !poll.quiz && (own?.mine.length ?? 0) > 0;
  return [
    ...shown,
    ...(hasVoted
      ? [
          {
            name: 'remove-vote',
            label: texts.removeVote,
            icon: icons.close,
            group: 'message' as const,
            run: () => void room.polls.vote(item.id, []).catch(fail),
          },
        ]
      : []),
    ...(mayClose
      ? [
          {
            name: 'close-poll',
            label: texts.close,
            icon: icons.pollOff,
            group: 'room' as const,
            confirm: texts.closeNow,
            run: () => void room.polls.close(item.id).catch(fail),
          },
        ]
      : []),
  ];
};

/** Polls: the options of a poll in its message, with bars once the results are visible. */
export const polls: Feature = {
  name: 'polls',
  tool: pollTool,
  panel: pollPanel,
  renderTools: pollButton,
  watch: (context, changed) => [context.room.polls.subscribe(changed), announce(context)],
  itemInputs: (item, context) => (item.poll ? [ownVote(context, item), choiceOf(context.room, item.id)] : []),
  renderBelowText: (context) => {
    if (!context.item.poll) return nothing;
    lists.set(context.host, context.list);
    return pollCard(context, context.item.poll);
  },
  actions,
  styles: { messages: pollsStyle },
};
