import type { Location } from '@chat/protocol';
import { fillText } from '../../i18n/fill-text.ts';
import { localize } from '../../i18n/localize.ts';

export interface LocationTexts {
  location: string;
  share: string;
  /** While the device looks for it. */
  searching: string;
  /** How precise it is: `{distance}`. */
  accuracy: string;
  /** Before it is sent. */
  hint: string;
  send: string;
  again: string;
  denied: string;
  unavailable: string;
  openMap: string;
  openApp: string;
}

export const locationTexts = localize<LocationTexts>(
  {
    en: {
      location: 'Location',
      share: 'Share location',
      searching: 'Finding your location…',
      accuracy: 'Accurate to {distance}',
      hint: 'Everyone in this conversation will see your location.',
      send: 'Send location',
      again: 'Try again',
      denied: 'Location access is blocked. Allow it in your browser settings.',
      unavailable: 'Your location couldn’t be found.',
      openMap: 'Open map',
      openApp: 'Open in app',
    },
    es: {
      location: 'Ubicación',
      share: 'Compartir ubicación',
      searching: 'Buscando tu ubicación…',
      accuracy: 'Precisión de {distance}',
      hint: 'Todos los de esta conversación verán dónde estás.',
      send: 'Enviar ubicación',
      again: 'Reintentar',
      denied: 'El acceso a la ubicación está bloqueado. Permítelo en los ajustes del navegador.',
      unavailable: 'No se pudo encontrar tu ubicación.',
      openMap: 'Abrir mapa',
      openApp: 'Abrir en una app',
    },
    fr: {
      location: 'Position',
      share: 'Partager ma position',
      searching: 'Recherche de votre position…',
      accuracy: 'Précision de {distance}',
      hint: 'Tous les participants à cette conversation verront où vous êtes.',
      send: 'Envoyer ma position',
      again: 'Réessayer',
      denied: 'L’accès à la position est bloqué. Autorisez-le dans les réglages du navigateur.',
      unavailable: 'Impossible de trouver votre position.',
      openMap: 'Ouvrir la carte',
      openApp: 'Ouvrir dans une app',
    },
    pt: {
      location: 'Localização',
      share: 'Compartilhar localização',
      searching: 'Buscando sua localização…',
      accuracy: 'Precisão de {distance}',
      hint: 'Todos nesta conversa verão onde você está.',
      send: 'Enviar localização',
      again: 'Tentar de novo',
      denied: 'O acesso à localização está bloqueado. Permita nas configurações do navegador.',
      unavailable: 'Não foi possível encontrar sua localização.',
      openMap: 'Abrir mapa',
      openApp: 'Abrir no app',
    },
    de: {
      location: 'Standort',
      share: 'Standort teilen',
      searching: 'Standort wird ermittelt …',
      accuracy: 'Auf {distance} genau',
      hint: 'Alle in dieser Unterhaltung sehen, wo du bist.',
      send: 'Standort senden',
      again: 'Erneut versuchen',
      denied: 'Der Zugriff auf den Standort ist blockiert. Erlaube ihn in den Browsereinstellungen.',
      unavailable: 'Dein Standort konnte nicht ermittelt werden.',
      openMap: 'Karte öffnen',
      openApp: 'In App öffnen',
    },
    ar: {
      location: 'الموقع',
      share: 'مشاركة الموقع',
      searching: 'جارٍ تحديد موقعك…',
      accuracy: 'دقة في حدود {distance}',
      hint: 'سيرى كل من في هذه المحادثة مكانك.',
      send: 'إرسال الموقع',
      again: 'إعادة المحاولة',
      denied: 'الوصول إلى الموقع محظور. اسمح به من إعدادات المتصفح.',
      unavailable: 'تعذّر العثور على موقعك.',
      openMap: 'فتح الخريطة',
      openApp: 'فتح في التطبيق',
    },
  },
  {
    'de-x-formal': {
      hint: 'Alle in dieser Unterhaltung sehen, wo Sie sind.',
      denied: 'Der Zugriff auf den Standort ist blockiert. Erlauben Sie ihn in den Browsereinstellungen.',
      unavailable: 'Ihr Standort konnte nicht ermittelt werden.',
    },
    'es-x-formal': {
      searching: 'Buscando su ubicación…',
      hint: 'Todos los de esta conversación verán dónde está.',
      denied: 'El acceso a la ubicación está bloqueado. Permítalo en los ajustes del navegador.',
      unavailable: 'No se pudo encontrar su ubicación.',
    },
    'pt-pt': {
      share: 'Partilhar localização',
      searching: 'A procurar a sua localização…',
      hint: 'Todos nesta conversa verão onde está.',
      again: 'Tentar novamente',
      denied: 'O acesso à localização está bloqueado. Permita-o nas definições do navegador.',
      unavailable: 'Não foi possível encontrar a sua localização.',
      openApp: 'Abrir na app',
    },
  },
);

/** Latitude and longitude as every map reads them, to a metre. */
export const coordinates = ({ latitude, longitude }: Location): string =>
  `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;

export const accuracyText = (metres: number, tag: string): string => {
  const isFar = metres >= 1_000;
  const distance = new Intl.NumberFormat(tag, {
    style: 'unit',
    unit: isFar ? 'kilometer' : 'meter',
    maximumFractionDigits: isFar ? 1 : 0,
  }).format(isFar ? metres / 1_000 : Math.max(1, metres));
  return fillText(locationTexts(tag).accuracy, { distance });
};
