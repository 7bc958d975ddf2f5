import type { PollDraft } from '@chat/protocol';
import { html, nothing } from 'lit';
import { emit } from '../../core/emit.ts';
import { isOptedIn } from '../../core/feature-filter.ts';
import type { ComposerContext, HeaderTool, RoomContext, SlotContent } from '../../core/feature.ts';
import { icons } from '../../ui/all-icons.ts';
import { pollTexts } from './texts.ts';

const isHost = ({ room }: RoomContext): boolean => room.state.get().can?.['poll:close'] === true;

/** Not in direct rooms. In public rooms only to hosts, unless the page asks for it. */
const isOffered = (context: RoomContext): boolean => {
  const { room: settings, can } = context.room.state.get();
  if (!can?.['poll:create']) return false;
  return (
    isOptedIn(context.features, 'polls') ||
    settings?.type === 'private' ||
    (settings?.type === 'public' && isHost(context))
  );
};

/** Opens the form of a new poll, or of a draft. `done` is called once it is closed. */
export const openPollForm = async (
  context: RoomContext,
  { draft = null, done = () => undefined }: { draft?: PollDraft | null; done?: () => void } = {},
): Promise<void> => {
  try {
    await import('./chat-poll-form.ts');
    const { tag } = context.language;
    const form = document.createElement('chat-poll-form');
    context.host.shadowRoot?.append(Object.assign(form, { context, draft, done, lang: tag }));
  } catch (error) {
    emit(context.host, 'chat-error', { error });
  }
};

/** The entry in the menu of the header: for hosts the panel of polls, for others the form of a new poll. */
export const pollTool = (context: RoomContext): HeaderTool | null => {
  if (!isOffered(context)) return null;
  const texts = pollTexts(context.language.tag);
  const entry = { icon: icons.poll, inMenu: true };
  return isHost(context)
    ? { ...entry, label: texts.polls }
    : { ...entry, label: texts.create, run: () => void openPollForm(context) };
};

/** The button in the composer that opens the form. */
export const pollButton = (context: ComposerContext): SlotContent => {
  if (context.host.thread || !isOffered(context)) return nothing;
  const label = pollTexts(context.language.tag).create;
  return html`<button
    type="button"
    class="icon-button tool poll-tool"
    title=${label}
    aria-label=${label}
    @click=${() => void openPollForm(context)}
  >
    ${icons.poll}
  </button>`;
};
