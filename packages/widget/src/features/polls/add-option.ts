import { pollLimits, type Poll } from '@chat/protocol';
import { html, nothing } from 'lit';
import { emit } from '../../core/emit.ts';
import type { MessageContext, SlotContent } from '../../core/feature.ts';
import { icons } from '../../ui/all-icons.ts';
import { pollTexts } from './texts.ts';

/** The field with which members add an option, if the poll allows it. */
export const addOptionForm = (context: MessageContext, { allowOptions, options }: Poll): SlotContent => {
  const { room, language, tabindex } = context;
  if (!allowOptions || options.length >= pollLimits.maxOptions) return nothing;
  if (!room.state.get().can?.['poll:create']) return nothing;
  const label = pollTexts(language.tag).addOption;
  return html`<form
    class="poll-add"
    @keydown=${ownKeys}
    @submit=${(event: SubmitEvent) => add(event, context)}
  >
    <input
      dir="auto"
      autocomplete="off"
      required
      tabindex=${tabindex}
      maxlength=${pollLimits.optionLength}
      aria-label=${label}
      placeholder=${label}
    /><button type="submit" class="icon-button" tabindex=${tabindex} title=${label} aria-label=${label}>
      ${icons.plus}
    </button>
  </form>`;
};

/** Keys write here. They are no commands of the list. */
const ownKeys = (event: KeyboardEvent): void => {
  if (event.key !== 'Escape' && event.key !== 'Tab') event.stopPropagation();
};

const add = async (event: SubmitEvent, context: MessageContext): Promise<void> => {
  event.preventDefault();
  const { item, room, host, language, list } = context;
  const form = event.currentTarget as HTMLFormElement;
  const text = form.querySelector('input')?.value.trim();
  if (!text) return;
  try {
    await room.polls.addOption(item.id, text);
    form.reset();
    list.say(pollTexts(language.tag).optionAdded);
  } catch (error) {
    emit(host, 'chat-error', { error });
  }
};
