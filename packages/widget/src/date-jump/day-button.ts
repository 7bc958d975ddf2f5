import { html, type TemplateResult } from 'lit';
import { emit } from '../core/emit.ts';
import { shows } from '../core/feature-filter.ts';
import type { ListContext } from '../core/feature.ts';
import { dateJumpTexts } from './texts.ts';

const open = async (context: ListContext, opener: HTMLElement): Promise<void> => {
  const { host } = context;
  try {
    const { ChatDateJump } = await import('./chat-date-jump.ts');
    const dialog = new ChatDateJump();
    Object.assign(dialog, { context, opener, lang: context.language.tag });
    host.shadowRoot?.append(dialog);
  } catch {
    emit(host, 'chat-error', { error: { code: 'disconnected' } });
  }
};

/** A day between messages, as a button that leads to another day. Threads are short: they have none. */
export const dayButton = (day: string, context: ListContext): TemplateResult =>
  shows(context.features, 'date-jump') && !context.host.hasAttribute('thread')
    ? html`<button
        type="button"
        class="day-button"
        aria-haspopup="dialog"
        title=${dateJumpTexts(context.language.tag).title}
        tabindex="-1"
        @click=${(event: Event) => void open(context, event.currentTarget as HTMLElement)}
      >
        ${day}
      </button>`
    : html`<span>${day}</span>`;
