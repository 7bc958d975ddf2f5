import { localize } from '../../i18n/localize.ts';

/** Texts about safety numbers. `{name}`: the member. */
export interface SafetyTexts {
  compare: string;
  hint: string;
  matches: string;
  forget: string;
  verified: string;
}

const en: SafetyTexts = {
  compare: 'Compare safety number',
  hint: 'Compare this number with {name}, in person or on a call. If you both see the same one, these are {name}’s keys.',
  matches: 'Numbers match',
  forget: 'Remove verification',
  verified: 'Verified',
};

const es: SafetyTexts = {
  compare: 'Comparar número de seguridad',
  hint: 'Compara este número con {name}, en persona o por llamada. Si ambos veis el mismo, estas son las claves de {name}.',
  matches: 'Los números coinciden',
  forget: 'Quitar verificación',
  verified: 'Verificado',
};

const fr: SafetyTexts = {
  compare: 'Comparer le numéro de sécurité',
  hint: 'Comparez ce numéro avec {name}, de vive voix ou lors d’un appel. Si vous voyez tous deux le même, ce sont bien les clés de {name}.',
  matches: 'Les numéros correspondent',
  forget: 'Retirer la vérification',
  verified: 'Vérifié',
};

const pt: SafetyTexts = {
  compare: 'Comparar número de segurança',
  hint: 'Compare este número com {name}, pessoalmente ou por ligação. Se ambos virem o mesmo, estas são as chaves de {name}.',
  matches: 'Os números são iguais',
  forget: 'Remover verificação',
  verified: 'Verificado',
};

const de: SafetyTexts = {
  compare: 'Sicherheitsnummer vergleichen',
  hint: 'Vergleich diese Nummer mit {name}, persönlich oder am Telefon. Seht ihr beide dieselbe, sind das die Schlüssel von {name}.',
  matches: 'Nummern stimmen überein',
  forget: 'Bestätigung aufheben',
  verified: 'Bestätigt',
};

const ar: SafetyTexts = {
  compare: 'مقارنة رقم الأمان',
  hint: 'قارن هذا الرقم مع {name} وجهًا لوجه أو في مكالمة. إذا رأيتما الرقم نفسه فهذه مفاتيح {name}.',
  matches: 'الرقمان متطابقان',
  forget: 'إلغاء التحقق',
  verified: 'تم التحقق',
};

const texts = { en, es, fr, pt, de, ar };

/** Changes for regions and registers. */
const variants = {
  'es-x-formal': {
    hint: 'Compare este número con {name}, en persona o por llamada. Si ambos ven el mismo, estas son las claves de {name}.',
  },
  'de-x-formal': {
    hint: 'Vergleichen Sie diese Nummer mit {name}, persönlich oder am Telefon. Sehen Sie beide dieselbe, sind das die Schlüssel von {name}.',
  },
  'pt-pt': {
    hint: 'Compare este número com {name}, pessoalmente ou numa chamada. Se ambos virem o mesmo, estas são as chaves de {name}.',
  },
};

/** In the language of the page, else in English. */
export const safetyTexts = localize<SafetyTexts>(texts, variants);
