import { html, nothing } from 'lit';
import type { Feature, MessageAction, MessageContext, SlotContent } from '../../core/feature.ts';
import { languageName } from '../../i18n/language-name.ts';
import { messageBody } from '../../text/message-body.ts';
import { icons } from '../../ui/all-icons.ts';
import './chat-translation-settings.ts';
import { canTranslate, isTranslatable } from './index.ts';
import { translationTexts } from './texts.ts';
import { translationStyle } from './translation.styles.ts';
import {
  shownTranslation,
  toggleOriginal,
  translate,
  translatedMessage,
  translationInputs,
  watchTranslations,
  type TranslatedMessage,
} from './translation-state.ts';

/** Returns the translated text, if it is another one. */
const translatedText = ({ status, translation, source }: TranslatedMessage): string | undefined =>
  status === 'done' && translation && translation.text !== source ? translation.text : undefined;

const shownText = (context: MessageContext): string | undefined => {
  const found = shownTranslation(context);
  return found && !found.showsOriginal ? translatedText(found) : undefined;
};

const button = (context: MessageContext, label: string, run: () => void): SlotContent =>
  html`<button type="button" tabindex=${context.tabindex} @click=${run}>${label}</button>`;

/** The line below the text. */
const line = (context: MessageContext): SlotContent => {
  const found = shownTranslation(context);
  if (!found) return nothing;
  const { tag } = context.language;
  const texts = translationTexts(tag);
  const row = (text: string, end: SlotContent = nothing): SlotContent =>
    html`<div class="translation"><span dir="auto">${text}</span>${end}</div>`;
  if (found.status === 'loading') return found.isAsked ? row(texts.translating) : nothing;
  if (found.status === 'failed')
    return found.isAsked
      ? row(
          texts.failed,
          button(context, context.language.text('retry'), () => translate(context)),
        )
      : nothing;
  const from = found.translation?.from;
  const name = from === undefined ? '' : languageName(from, tag);
  if (translatedText(found) === undefined)
    return found.isAsked && name ? row(texts.same.replace('{language}', name)) : nothing;
  const toggle = (): void => toggleOriginal(context);
  if (found.showsOriginal) return row(name, button(context, texts.showTranslation, toggle));
  return row(
    name ? texts.from.replace('{language}', name) : texts.translated,
    html`<span aria-hidden="true">·</span>${button(context, texts.showOriginal, toggle)}`,
  );
};

const action = (context: MessageContext): MessageAction => {
  const { room, item, language } = context;
  const texts = translationTexts(language.tag);
  const found = translatedMessage(room, item);
  const isDone = found !== undefined && translatedText(found) !== undefined;
  return {
    name: 'translation',
    label: !isDone ? texts.translate : found.showsOriginal ? texts.showTranslation : texts.showOriginal,
    icon: icons.translate,
    run: () => (isDone ? toggleOriginal(context) : translate(context)),
  };
};

/** Messages in the language of the reader, and the panel in which they choose it. */
export const translation: Feature = {
  name: 'translation',
  watch: watchTranslations,
  actions: (context) => (canTranslate(context) && isTranslatable(context) ? [action(context)] : []),
  inputs: translationInputs,
  itemInputs: (item, { room }) => [translatedMessage(room, item)],
  shownText,
  renderText: (context) => {
    const text = shownText(context);
    if (text === undefined) return nothing;
    const found = shownTranslation(context);
    return html`<span lang=${found?.to ?? nothing}
      >${messageBody(text, context.tabindex === 0, context)}</span
    >`;
  },
  renderBelowText: line,
  tool: (context) =>
    canTranslate(context)
      ? { label: translationTexts(context.language.tag).messages, icon: icons.translate, inMenu: true }
      : null,
  panel: {
    title: (language) => translationTexts(language.tag).messages,
    render: ({ room, client, language, features }) =>
      html`<chat-translation-settings
        lang=${language.tag}
        .client=${client}
        .room=${room}
        .features=${features}
      ></chat-translation-settings>`,
  },
  styles: { messages: translationStyle },
};
