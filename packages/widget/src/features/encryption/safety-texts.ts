import { localize } from '../../i18n/localize.ts';

/** Texts about safety numbers. `{name}`: the member. */
export interface SafetyTexts {
  compare: string;
  hint: string;
  matches: string;
  forget: string;
  verified: string;
  /** The key has changed since it was verified. */
  lapsed: string;
  /** Opens the panel from below the header. */
  look: string;
}

const en: SafetyTexts = {
  compare: 'Compare safety number',
  hint: 'Compare this number with {name}, in person or on a call. If you both see the same one, these are {name}’s keys.',
  matches: 'Numbers match',
  forget: 'Remove verification',
  verified: 'Verified',
  lapsed: '{name}’s key has changed since you verified it. Compare the safety number again.',
  look: 'Compare',
};

const es: SafetyTexts = {
  compare: 'Comparar número de seguridad',
  hint: 'Compara este número con {name}, en persona o por llamada. Si ambos veis el mismo, estas son las claves de {name}.',
  matches: 'Los números coinciden',
  forget: 'Quitar verificación',
  verified: 'Verificado',
  lapsed: 'La clave de {name} ha cambiado desde que la verificaste. Compara otra vez el número de seguridad.',
  look: 'Comparar',
};

const fr: SafetyTexts = {
  compare: 'Comparer le numéro de sécurité',
  hint: 'Comparez ce numéro avec {name}, de vive voix ou lors d’un appel. Si vous voyez tous deux le même, ce sont bien les clés de {name}.',
  matches: 'Les numéros correspondent',
  forget: 'Retirer la vérification',
  verified: 'Vérifié',
  lapsed: 'La clé de {name} a changé depuis que vous l’avez vérifiée. Comparez à nouveau le numéro de sécurité.',
  look: 'Comparer',
};

const pt: SafetyTexts = {
  compare: 'Comparar número de segurança',
  hint: 'Compare este número com {name}, pessoalmente ou por ligação. Se ambos virem o mesmo, estas são as chaves de {name}.',
  matches: 'Os números são iguais',
  forget: 'Remover verificação',
  verified: 'Verificado',
  lapsed: 'A chave de {name} mudou desde que você a verificou. Compare o número de segurança de novo.',
  look: 'Comparar',
};

const de: SafetyTexts = {
  compare: 'Sicherheitsnummer vergleichen',
  hint: 'Vergleich diese Nummer mit {name}, persönlich oder am Telefon. Seht ihr beide dieselbe, sind das die Schlüssel von {name}.',
  matches: 'Nummern stimmen überein',
  forget: 'Bestätigung aufheben',
  verified: 'Bestätigt',
  lapsed: 'Der Schlüssel von {name} hat sich geändert, seit du ihn bestätigt hast. Vergleich die Sicherheitsnummer noch einmal.',
  look: 'Vergleichen',
};

const ar: SafetyTexts = {
  compare: 'مقارنة رقم الأمان',
  hint: 'قارن هذا الرقم مع {name} وجهًا لوجه أو في مكالمة. إذا رأيتما الرقم نفسه فهذه مفاتيح {name}.',
  matches: 'الرقمان متطابقان',
  forget: 'إلغاء التحقق',
  verified: 'تم التحقق',
  lapsed: 'تغيّر مفتاح {name} منذ أن تحققت منه. قارن رقم الأمان مرة أخرى.',
  look: 'مقارنة',
};

const texts = { en, es, fr, pt, de, ar };

/** Changes for regions and registers. */
const variants = {
  'es-x-formal': {
    hint: 'Compare este número con {name}, en persona o por llamada. Si ambos ven el mismo, estas son las claves de {name}.',
    lapsed: 'La clave de {name} ha cambiado desde que la verificó. Compare otra vez el número de seguridad.',
  },
  'de-x-formal': {
    hint: 'Vergleichen Sie diese Nummer mit {name}, persönlich oder am Telefon. Sehen Sie beide dieselbe, sind das die Schlüssel von {name}.',
    lapsed:
      'Der Schlüssel von {name} hat sich geändert, seit Sie ihn bestätigt haben. Vergleichen Sie die Sicherheitsnummer noch einmal.',
  },
  'pt-pt': {
    hint: 'Compare este número com {name}, pessoalmente ou numa chamada. Se ambos virem o mesmo, estas são as chaves de {name}.',
    lapsed: 'A chave de {name} mudou desde que a verificou. Compare novamente o número de segurança.',
  },
};

/** In the language of the page, else in English. */
export const safetyTexts = localize<SafetyTexts>(texts, variants);
