import { html, type TemplateResult } from 'lit';
import type { Language } from '../i18n/language.ts';
import { lazy } from '../core/lazy.ts';

const form = lazy(() => import('./chat-join-form.ts'));

export type JoinEvent = CustomEvent<{ name: string }>;

/** Loads the form before the server asks for a name. */
export const loadJoinForm = (): unknown => form.want(false);

/** Reasons that a different name may cure. */
export const nameReasons: ReadonlySet<string | undefined> = new Set(['name_taken', 'name_required']);

/** The name form. `busy`: a name is being tried. `error`: why the last one was rejected. */
export const joinForm = (
  name: string,
  error: string,
  busy: boolean,
  language: Language,
  onJoin: (event: JoinEvent) => void,
): TemplateResult => {
  form.want();
  return html`<chat-join-form
    lang=${language.tag}
    .name=${name}
    .error=${error}
    .busy=${busy}
    @chat-join=${onJoin}
  ></chat-join-form>`;
};
