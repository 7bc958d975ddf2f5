import { onDevice } from '../../dom/browser-storage.ts';
import type { Feature, MessageContext, RoomContext } from '../../core/feature.ts';
import { isOptedIn } from '../../core/feature-filter.ts';
import { lazyFeature } from '../../core/lazy.ts';
import { icons } from '../../ui/all-icons.ts';
import { translationTexts } from './texts.ts';

/** Whether the page wants the browser's own translator, and the browser has one. */
export const hasBrowserTranslator = ({ features }: Pick<RoomContext, 'features'>): boolean =>
  isOptedIn(features, 'browser-translation') &&
  'Translator' in globalThis &&
  'LanguageDetector' in globalThis;

export const canTranslate = (context: RoomContext): boolean =>
  !!context.client.limits?.maxTranslationLength || hasBrowserTranslator(context);

/** Whether another user's message has a complete text. */
export const isTranslatable = ({ item }: Pick<MessageContext, 'item'>): boolean =>
  !item.mine &&
  item.kind === 'text' &&
  item.text !== '' &&
  item.deletedAt === undefined &&
  (item.streamsUntil ?? 0) <= Date.now();

/** The language that the reader has chosen for a room; empty for none. */
export const chosenLanguage = (roomId: string): string => onDevice.get(`translate:${roomId}`) ?? '';

/** Shows messages in the language of the reader. */
export const translation: Feature = lazyFeature(
  {
    name: 'translation',
    actionNames: (context) => (canTranslate(context) && isTranslatable(context) ? ['translation'] : []),
    tool: (context) =>
      canTranslate(context)
        ? { label: translationTexts(context.language.tag).messages, icon: icons.translate, inMenu: true }
        : null,
  },
  { room: (context) => chosenLanguage(context.room.id) !== '' && canTranslate(context) },
  async () => (await import('./translation.ts')).translation,
);
