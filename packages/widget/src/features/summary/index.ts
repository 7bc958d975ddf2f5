import { emit } from '../../core/emit.ts';
import { isOptedIn } from '../../core/feature-filter.ts';
import type { Feature, RoomContext } from '../../core/feature.ts';
import { icons } from '../../ui/all-icons.ts';
import { summaryTexts } from './texts.ts';

const open = async (context: RoomContext): Promise<void> => {
  try {
    await import('./chat-summary.ts');
    const { tag } = context.language;
    const dialog = Object.assign(document.createElement('chat-summary'), { context, lang: tag });
    context.host.shadowRoot?.append(dialog);
  } catch (error) {
    emit(context.host, 'chat-error', { error });
  }
};

/** How many of the last messages are summarized if the reader has read them all. */
const lastMessages = 50;

/** Returns the `seq` after which to summarize: the reader's marker, or that before the last messages. */
const summarizedAfter = ({ room }: RoomContext): number => {
  const { readSeq, unread } = room.receipts.get();
  const newest = room.messages.get().items.findLast(({ status }) => status === 'sent')?.seq ?? 0;
  return unread > 0 ? readSeq : Math.max(0, newest - lastMessages);
};

/** A summary of the unread messages, else of the last ones, by the language model of the server. */
export const summary: Feature = {
  name: 'summary',
  tool: (context) =>
    isOptedIn(context.features, 'summary') && context.room.state.get().room
      ? {
          label: summaryTexts(context.language.tag).summarize,
          icon: icons.sparkle,
          inMenu: true,
          run: () => void open({ ...context, after: summarizedAfter(context) } as RoomContext),
        }
      : null,
};
