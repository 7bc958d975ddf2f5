import type { ChatError } from '@chat/protocol';
import { html, type TemplateResult } from 'lit';
import type { Language } from './language/language.ts';
import { late } from './late.ts';

const form = late(() => import('./join-form.ts'));

export type JoinEvent = CustomEvent<{ name: string }>;

/** The form with the name to offer. `tried`: a name is being tried, unless `error` tells what came of it. */
export const joinForm = (
  name: string,
  error: ChatError | null,
  tried: boolean,
  language: Language,
  onJoin: (event: JoinEvent) => void,
): TemplateResult => {
  form.want();
  return html`<chat-join-form
    lang=${language.tag}
    .name=${name}
    .error=${error ? language.error(error) : ''}
    .busy=${tried && error === null}
    @chat-join=${onJoin}
  ></chat-join-form>`;
};
