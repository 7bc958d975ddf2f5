import { localize } from '../../i18n/localize.ts';

interface TranslationTexts {
  /** The entry in the menu of a message. */
  translate: string;
  /** The panel of a room. */
  messages: string;
  /** The heading of its languages. */
  into: string;
  /** The choice that translates nothing. */
  off: string;
  /** Who translates. */
  byServer: string;
  byBrowser: string;
  /** Below a translated text; `{language}`: the language it was written in. */
  from: string;
  translated: string;
  showOriginal: string;
  showTranslation: string;
  translating: string;
  failed: string;
  /** A message that needs no translation. */
  same: string;
}

export const translationTexts = localize<TranslationTexts>(
  {
    en: {
      translate: 'Translate',
      messages: 'Translate messages',
      into: 'Translate messages to',
      off: 'Don’t translate',
      byServer: 'The server of this chat translates messages.',
      byBrowser: 'Your browser translates messages. Their text stays on this device.',
      from: 'Translated from {language}',
      translated: 'Translated',
      showOriginal: 'Show original',
      showTranslation: 'Show translation',
      translating: 'Translating…',
      failed: 'Couldn’t translate',
      same: 'Already in {language}',
    },
    es: {
      translate: 'Traducir',
      messages: 'Traducir mensajes',
      into: 'Traducir los mensajes a',
      off: 'No traducir',
      byServer: 'El servidor de este chat traduce los mensajes.',
      byBrowser: 'Tu navegador traduce los mensajes. El texto no sale de este dispositivo.',
      from: 'Traducido del {language}',
      translated: 'Traducido',
      showOriginal: 'Ver original',
      showTranslation: 'Ver traducción',
      translating: 'Traduciendo…',
      failed: 'No se pudo traducir',
      same: 'Ya está en {language}',
    },
    fr: {
      translate: 'Traduire',
      messages: 'Traduire les messages',
      into: 'Traduire les messages en',
      off: 'Ne pas traduire',
      byServer: 'Le serveur de cette discussion traduit les messages.',
      byBrowser: 'Votre navigateur traduit les messages. Leur texte reste sur cet appareil.',
      from: 'Traduit ({language})',
      translated: 'Traduit',
      showOriginal: 'Voir l’original',
      showTranslation: 'Voir la traduction',
      translating: 'Traduction…',
      failed: 'Impossible de traduire',
      same: 'Déjà en {language}',
    },
    pt: {
      translate: 'Traduzir',
      messages: 'Traduzir mensagens',
      into: 'Traduzir as mensagens para',
      off: 'Não traduzir',
      byServer: 'O servidor desta conversa traduz as mensagens.',
      byBrowser: 'Seu navegador traduz as mensagens. O texto não sai deste dispositivo.',
      from: 'Traduzido do {language}',
      translated: 'Traduzido',
      showOriginal: 'Ver original',
      showTranslation: 'Ver tradução',
      translating: 'Traduzindo…',
      failed: 'Não foi possível traduzir',
      same: 'Já está em {language}',
    },
    de: {
      translate: 'Übersetzen',
      messages: 'Nachrichten übersetzen',
      into: 'Nachrichten übersetzen in',
      off: 'Nicht übersetzen',
      byServer: 'Der Server dieses Chats übersetzt die Nachrichten.',
      byBrowser: 'Dein Browser übersetzt die Nachrichten. Der Text bleibt auf diesem Gerät.',
      from: 'Übersetzt ({language})',
      translated: 'Übersetzt',
      showOriginal: 'Original anzeigen',
      showTranslation: 'Übersetzung anzeigen',
      translating: 'Wird übersetzt …',
      failed: 'Übersetzung fehlgeschlagen',
      same: 'Bereits auf {language}',
    },
    ar: {
      translate: 'ترجمة',
      messages: 'ترجمة الرسائل',
      into: 'ترجمة الرسائل إلى',
      off: 'بدون ترجمة',
      byServer: 'خادم هذه الدردشة يترجم الرسائل.',
      byBrowser: 'متصفحك يترجم الرسائل، ويبقى نصها على هذا الجهاز.',
      from: 'مترجم من {language}',
      translated: 'مترجم',
      showOriginal: 'عرض الأصل',
      showTranslation: 'عرض الترجمة',
      translating: 'جارٍ الترجمة…',
      failed: 'تعذّرت الترجمة',
      same: 'الرسالة باللغة {language} بالفعل',
    },
  },
  {
    'es-x-formal': {
      byBrowser: 'Su navegador traduce los mensajes. El texto no sale de este dispositivo.',
    },
    'de-x-formal': {
      byBrowser: 'Ihr Browser übersetzt die Nachrichten. Der Text bleibt auf diesem Gerät.',
    },
    'pt-pt': {
      byBrowser: 'O seu navegador traduz as mensagens. O texto não sai deste dispositivo.',
      translating: 'A traduzir…',
    },
  },
);
