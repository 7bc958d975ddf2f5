import type { Translate, TranslationOptions } from '@chat/server';

/** A translator that prefixes each line with the language, and counts what it was asked for. */
export const createTranslator = (waitMs = 0) => {
  const asked: { text: string; to: string }[] = [];
  const translate: Translate = async (text, _from, to, { signal }) => {
    asked.push({ text, to });
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, waitMs);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(signal.reason as Error);
      });
    });
    return { text: text.replace(/^/gm, `${to} `), from: 'en' };
  };
  return { asked, options: { translate } satisfies TranslationOptions };
};
