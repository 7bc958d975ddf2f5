import { localize } from '../../i18n/localize.ts';
import type { Plural } from '../../i18n/dictionary.ts';
import type { Language } from '../../i18n/language.ts';

/** Texts of threads. */
export interface ThreadTexts {
  thread: string;
  replyInThread: string;
  inThread: string;
  openThread: string;
  alsoToRoom: string;
  replies: Plural;
}

const en: ThreadTexts = {
  thread: 'Thread',
  replyInThread: 'Reply in thread',
  inThread: 'In a thread',
  openThread: 'Open thread',
  alsoToRoom: 'Also send to the conversation',
  replies: { one: '{n} reply', other: '{n} replies' },
};

const es: ThreadTexts = {
  thread: 'Hilo',
  replyInThread: 'Responder en un hilo',
  inThread: 'En un hilo',
  openThread: 'Abrir hilo',
  alsoToRoom: 'Enviar también a la conversación',
  replies: { one: '{n} respuesta', other: '{n} respuestas' },
};

const fr: ThreadTexts = {
  thread: 'Fil de discussion',
  replyInThread: 'Répondre dans un fil',
  inThread: 'Dans un fil',
  openThread: 'Ouvrir le fil',
  alsoToRoom: 'Envoyer aussi dans la conversation',
  replies: { one: '{n} réponse', other: '{n} réponses' },
};

const pt: ThreadTexts = {
  thread: 'Tópico',
  replyInThread: 'Responder em tópico',
  inThread: 'Em um tópico',
  openThread: 'Abrir tópico',
  alsoToRoom: 'Enviar também para a conversa',
  replies: { one: '{n} resposta', other: '{n} respostas' },
};

const de: ThreadTexts = {
  thread: 'Thread',
  replyInThread: 'Im Thread antworten',
  inThread: 'In einem Thread',
  openThread: 'Thread öffnen',
  alsoToRoom: 'Auch in die Unterhaltung senden',
  replies: { one: '{n} Antwort', other: '{n} Antworten' },
};

const ar: ThreadTexts = {
  thread: 'سلسلة الردود',
  replyInThread: 'الرد في سلسلة',
  inThread: 'في سلسلة ردود',
  openThread: 'فتح السلسلة',
  alsoToRoom: 'إرسال إلى المحادثة أيضًا',
  replies: {
    zero: 'لا ردود',
    one: 'رد واحد',
    two: 'ردّان',
    few: '{n} ردود',
    many: '{n} ردًا',
    other: '{n} رد',
  },
};

const texts = { en, es, fr, pt, de, ar };

/** Changes for a region. */
const variants = { 'pt-pt': { replyInThread: 'Responder no tópico', inThread: 'Num tópico' } };

/** In the language of the page, else in English. */
export const threadTexts = localize<ThreadTexts>(texts, variants);

/** "3 replies". */
export const threadCount = ({ tag, number }: Language, n: number): string => {
  const { replies } = threadTexts(tag);
  return (replies[new Intl.PluralRules(tag).select(n)] ?? replies.other).replace('{n}', number(n));
};
