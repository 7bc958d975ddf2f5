import { hasWords, translateMasked, type Translation } from '@chat/protocol';
import { ChatError } from '@chat/client';

/** The part of the browser's translation API that is used here. It is not in the types of the DOM yet. */
interface Pair {
  sourceLanguage: string;
  targetLanguage: string;
}
interface BrowserTranslator {
  translate(text: string): Promise<string>;
}
interface Detector {
  detect(text: string): Promise<{ detectedLanguage?: string; confidence?: number }[]>;
}
interface TranslationApi {
  Translator: {
    availability(pair: Pair): Promise<string>;
    create(pair: Pair): Promise<BrowserTranslator>;
  };
  LanguageDetector: { create(): Promise<Detector> };
}

/** Below this confidence the language counts as unknown. */
const leastConfidence = 0.4;
const api = globalThis as unknown as TranslationApi;
const detectors = new WeakMap<object, Promise<Detector>>();
const translators = new WeakMap<object, Map<string, Promise<BrowserTranslator>>>();

const unsupported = (): ChatError =>
  new ChatError('invalid', 'the browser does not translate this text', { reason: 'language_unsupported' });

const detect = async (text: string): Promise<string | undefined> => {
  const { LanguageDetector } = api;
  const detector = detectors.get(LanguageDetector) ?? LanguageDetector.create();
  detectors.set(LanguageDetector, detector);
  detector.catch(() => detectors.delete(LanguageDetector));
  const [best] = await (await detector).detect(text);
  const isSure = (best?.confidence ?? 0) >= leastConfidence && best?.detectedLanguage !== 'und';
  return isSure ? best?.detectedLanguage : undefined;
};

/** Downloads of a language begin with a click only; without one, this rejects. */
const translatorFor = (pair: Pair): Promise<BrowserTranslator> => {
  const { Translator } = api;
  const all = translators.get(Translator) ?? new Map<string, Promise<BrowserTranslator>>();
  translators.set(Translator, all);
  const name = `${pair.sourceLanguage} ${pair.targetLanguage}`;
  const known = all.get(name);
  if (known) return known;
  const made = Translator.availability(pair).then((state) => {
    if (state === 'unavailable') throw unsupported();
    return Translator.create(pair);
  });
  all.set(name, made);
  made.catch(() => all.delete(name));
  return made;
};

/** Translates a text by the browser. No text leaves the device. */
export const translateInBrowser = async (
  text: string,
  to: string,
  names: readonly string[],
): Promise<Translation> => {
  if (!hasWords(text, names)) return { text, to };
  const from = await detect(text);
  if (from === undefined) throw unsupported();
  if (from.split('-')[0] === to.split('-')[0]) return { text, from, to };
  const translator = await translatorFor({ sourceLanguage: from, targetLanguage: to });
  const translated = await translateMasked(text, {
    names,
    translate: (words) => translator.translate(words),
  });
  return { text: translated, from, to };
};
