import type { Plural } from '../../i18n/dictionary.ts';
import { localize } from '../../i18n/localize.ts';

/** Texts of raised hands. */
export interface HandsTexts {
  title: string;
  raise: string;
  lower: string;
  lowerName: string;
  lowerAll: string;
  callOn: string;
  callOnName: string;
  /** Of a user in the list. */
  calledOn: string;
  nobody: string;
  /** To the user, with their place. */
  yours: string;
  called: string;
  hasFloor: string;
  /** Next to a name in the list of members. */
  mark: string;
  waiting: Plural;
  handDown: string;
  allDown: string;
}

const en: HandsTexts = {
  title: 'Raised hands',
  raise: 'Raise hand',
  lower: 'Lower hand',
  lowerName: 'Lower {name}’s hand',
  lowerAll: 'Lower all hands',
  callOn: 'Call on',
  callOnName: 'Call on {name}',
  calledOn: 'Speaking now',
  nobody: 'No raised hands',
  yours: 'Your hand is raised · Number {n} in line',
  called: 'It’s your turn to speak',
  hasFloor: '{name} is speaking',
  mark: 'Hand raised, number {n}',
  waiting: { one: '{n} raised hand', other: '{n} raised hands' },
  handDown: '{name}’s hand lowered',
  allDown: 'All hands lowered',
};

const es: HandsTexts = {
  title: 'Manos levantadas',
  raise: 'Levantar la mano',
  lower: 'Bajar la mano',
  lowerName: 'Bajar la mano de {name}',
  lowerAll: 'Bajar todas las manos',
  callOn: 'Dar la palabra',
  callOnName: 'Dar la palabra a {name}',
  calledOn: 'Tiene la palabra',
  nobody: 'Nadie ha levantado la mano',
  yours: 'Has levantado la mano · Turno {n}',
  called: 'Tienes la palabra',
  hasFloor: '{name} tiene la palabra',
  mark: 'Mano levantada, turno {n}',
  waiting: { one: '{n} mano levantada', other: '{n} manos levantadas' },
  handDown: 'Mano de {name} bajada',
  allDown: 'Se han bajado todas las manos',
};

const fr: HandsTexts = {
  title: 'Mains levées',
  raise: 'Lever la main',
  lower: 'Baisser la main',
  lowerName: 'Baisser la main de {name}',
  lowerAll: 'Baisser toutes les mains',
  callOn: 'Donner la parole',
  callOnName: 'Donner la parole à {name}',
  calledOn: 'A la parole',
  nobody: 'Aucune main levée',
  yours: 'Votre main est levée · Numéro {n} dans la file',
  called: 'Vous avez la parole',
  hasFloor: '{name} a la parole',
  mark: 'Main levée, numéro {n}',
  waiting: { one: '{n} main levée', other: '{n} mains levées' },
  handDown: 'Main de {name} baissée',
  allDown: 'Toutes les mains sont baissées',
};

const pt: HandsTexts = {
  title: 'Mãos levantadas',
  raise: 'Levantar a mão',
  lower: 'Abaixar a mão',
  lowerName: 'Abaixar a mão de {name}',
  lowerAll: 'Abaixar todas as mãos',
  callOn: 'Dar a palavra',
  callOnName: 'Dar a palavra a {name}',
  calledOn: 'Com a palavra',
  nobody: 'Nenhuma mão levantada',
  yours: 'Sua mão está levantada · Número {n} na fila',
  called: 'Você está com a palavra',
  hasFloor: '{name} está com a palavra',
  mark: 'Mão levantada, número {n}',
  waiting: { one: '{n} mão levantada', other: '{n} mãos levantadas' },
  handDown: 'Mão de {name} abaixada',
  allDown: 'Todas as mãos foram abaixadas',
};

const de: HandsTexts = {
  title: 'Gehobene Hände',
  raise: 'Hand heben',
  lower: 'Hand senken',
  lowerName: 'Hand von {name} senken',
  lowerAll: 'Alle Hände senken',
  callOn: 'Aufrufen',
  callOnName: '{name} aufrufen',
  calledOn: 'Hat das Wort',
  nobody: 'Keine gehobenen Hände',
  yours: 'Deine Hand ist gehoben · Platz {n}',
  called: 'Du hast das Wort',
  hasFloor: '{name} hat das Wort',
  mark: 'Hand gehoben, Platz {n}',
  waiting: { one: '{n} gehobene Hand', other: '{n} gehobene Hände' },
  handDown: 'Hand von {name} gesenkt',
  allDown: 'Alle Hände gesenkt',
};

const ar: HandsTexts = {
  title: 'الأيدي المرفوعة',
  raise: 'رفع اليد',
  lower: 'خفض اليد',
  lowerName: 'خفض يد {name}',
  lowerAll: 'خفض كل الأيدي',
  callOn: 'إعطاء الكلمة',
  callOnName: 'إعطاء الكلمة إلى {name}',
  calledOn: 'لديه الكلمة الآن',
  nobody: 'لا توجد أيدٍ مرفوعة',
  yours: 'يدك مرفوعة · الدور {n}',
  called: 'الكلمة لك الآن',
  hasFloor: 'الكلمة الآن إلى {name}',
  mark: 'يد مرفوعة، الدور {n}',
  waiting: {
    zero: 'لا أيدي مرفوعة',
    // The number stands on the button too, so voice control needs it in the name.
    one: '{n} يد مرفوعة',
    two: '{n} يد مرفوعة',
    few: '{n} أيدٍ مرفوعة',
    many: '{n} يدًا مرفوعة',
    other: '{n} يد مرفوعة',
  },
  handDown: 'تم خفض يد {name}',
  allDown: 'تم خفض كل الأيدي',
};

const texts = { en, es, fr, pt, de, ar };

/** Changes for registers and regions. */
const variants = {
  'es-x-formal': { yours: 'Ha levantado la mano · Turno {n}', called: 'Tiene la palabra' },
  'de-x-formal': { yours: 'Ihre Hand ist gehoben · Platz {n}', called: 'Sie haben das Wort' },
  'pt-pt': {
    lower: 'Baixar a mão',
    lowerName: 'Baixar a mão de {name}',
    lowerAll: 'Baixar todas as mãos',
    yours: 'A tua mão está levantada · Número {n} na fila',
    called: 'Tens a palavra',
    hasFloor: '{name} tem a palavra',
    handDown: 'Mão de {name} baixada',
    allDown: 'Todas as mãos foram baixadas',
  },
};

/** In the language of the page, else in English. */
export const handsTexts = localize<HandsTexts>(texts, variants);
