import type { Plural } from '../i18n/dictionary.ts';
import { localize } from '../i18n/localize.ts';

/** Texts of group calls. They share the rest with calls. */
interface Texts {
  audio: string;
  video: string;
  ongoing: string;
  join: string;
  goTo: string;
  joinHere: string;
  elsewhere: string;
  you: string;
  alone: string;
  endAll: string;
  full: string;
  muted: string;
  speaking: string;
  shares: string;
  raiseHand: string;
  /** Announces it. */
  raisedHand: string;
  /** In the label of a tile; `n`: the position among the raised hands. */
  handRaised: string;
  lowerHand: string;
  waitsForAll: string;
  notAllAllowed: string;
  joinRecorded: string;
  /** In an encrypted room. */
  notEncrypted: string;
  people: Plural;
}

const en: Texts = {
  audio: 'Group voice call',
  video: 'Group video call',
  ongoing: 'Call in progress',
  join: 'Join',
  goTo: 'Go to conversation',
  joinHere: 'Continue here',
  elsewhere: 'You’re in this call on another device',
  you: 'You',
  alone: 'You’re the only one here',
  endAll: 'End for everyone',
  full: 'This call is full',
  muted: 'muted',
  speaking: 'speaking',
  shares: 'sharing their screen',
  raiseHand: 'Raise hand',
  raisedHand: '{name} raised a hand',
  handRaised: 'hand raised, {n}',
  lowerHand: 'Lower {name}’s hand',
  waitsForAll: 'Waiting for everyone to allow recording…',
  notAllAllowed: 'Not everyone allowed the recording',
  joinRecorded: 'This call is being recorded. By joining, you allow it.',
  notEncrypted: 'This call isn’t end-to-end encrypted',
  people: { one: '{n} person', other: '{n} people' },
};

const all = {
  en,
  es: {
    audio: 'Llamada de voz en grupo',
    video: 'Videollamada en grupo',
    ongoing: 'Llamada en curso',
    join: 'Unirse',
    goTo: 'Ir a la conversación',
    joinHere: 'Seguir aquí',
    elsewhere: 'Estás en esta llamada en otro dispositivo',
    you: 'Tú',
    alone: 'No hay nadie más en la llamada',
    endAll: 'Finalizar para todos',
    full: 'Esta llamada está llena',
    muted: 'micrófono apagado',
    speaking: 'hablando',
    shares: 'compartiendo pantalla',
    raiseHand: 'Levantar la mano',
    raisedHand: '{name} ha levantado la mano',
    handRaised: 'mano levantada, {n}',
    lowerHand: 'Bajar la mano de {name}',
    waitsForAll: 'Esperando el permiso de todos para grabar…',
    notAllAllowed: 'No todos han permitido grabar',
    joinRecorded: 'Se está grabando esta llamada. Al unirte, lo permites.',
    notEncrypted: 'Esta llamada no está cifrada de extremo a extremo',
    people: { one: '{n} persona', other: '{n} personas' },
  },
  fr: {
    audio: 'Appel vocal de groupe',
    video: 'Appel vidéo de groupe',
    ongoing: 'Appel en cours',
    join: 'Rejoindre',
    goTo: 'Aller à la conversation',
    joinHere: 'Continuer ici',
    elsewhere: 'Vous êtes dans cet appel sur un autre appareil',
    you: 'Vous',
    alone: 'Vous êtes seul dans l’appel',
    endAll: 'Mettre fin à l’appel pour tous',
    full: 'Cet appel est complet',
    muted: 'micro coupé',
    speaking: 'parle',
    shares: 'partage son écran',
    raiseHand: 'Lever la main',
    raisedHand: '{name} a levé la main',
    handRaised: 'main levée, {n}',
    lowerHand: 'Baisser la main de {name}',
    waitsForAll: 'En attente de l’accord de tous pour enregistrer…',
    notAllAllowed: 'L’enregistrement n’a pas été autorisé par tous',
    joinRecorded: 'Cet appel est enregistré. En le rejoignant, vous l’acceptez.',
    notEncrypted: 'Cet appel n’est pas chiffré de bout en bout',
    people: { one: '{n} personne', other: '{n} personnes' },
  },
  pt: {
    audio: 'Chamada de voz em grupo',
    video: 'Chamada de vídeo em grupo',
    ongoing: 'Chamada em andamento',
    join: 'Entrar',
    goTo: 'Ir para a conversa',
    joinHere: 'Continuar aqui',
    elsewhere: 'Você está nesta chamada em outro dispositivo',
    you: 'Você',
    alone: 'Só você está na chamada',
    endAll: 'Encerrar para todos',
    full: 'Esta chamada está cheia',
    muted: 'microfone desligado',
    speaking: 'falando',
    shares: 'compartilhando a tela',
    raiseHand: 'Levantar a mão',
    raisedHand: '{name} levantou a mão',
    handRaised: 'mão levantada, {n}',
    lowerHand: 'Abaixar a mão de {name}',
    waitsForAll: 'Aguardando todos permitirem a gravação…',
    notAllAllowed: 'Nem todos permitiram a gravação',
    joinRecorded: 'Esta chamada está sendo gravada. Ao entrar, você permite a gravação.',
    notEncrypted: 'Esta chamada não é criptografada de ponta a ponta',
    people: { one: '{n} pessoa', other: '{n} pessoas' },
  },
  de: {
    audio: 'Gruppen-Sprachanruf',
    video: 'Gruppen-Videoanruf',
    ongoing: 'Laufender Anruf',
    join: 'Teilnehmen',
    goTo: 'Zur Unterhaltung',
    joinHere: 'Hier fortsetzen',
    elsewhere: 'Du bist auf einem anderen Gerät in diesem Anruf',
    you: 'Du',
    alone: 'Du bist allein im Anruf',
    endAll: 'Für alle beenden',
    full: 'Dieser Anruf ist voll',
    muted: 'stummgeschaltet',
    speaking: 'spricht',
    shares: 'teilt den Bildschirm',
    raiseHand: 'Hand heben',
    raisedHand: '{name} hat die Hand gehoben',
    handRaised: 'Hand gehoben, {n}',
    lowerHand: 'Hand von {name} senken',
    waitsForAll: 'Warten auf die Erlaubnis aller…',
    notAllAllowed: 'Nicht alle haben die Aufnahme erlaubt',
    joinRecorded: 'Dieser Anruf wird aufgenommen. Mit der Teilnahme stimmst du zu.',
    notEncrypted: 'Dieser Anruf ist nicht Ende-zu-Ende-verschlüsselt',
    people: { one: '{n} Person', other: '{n} Personen' },
  },
  ar: {
    audio: 'مكالمة صوتية جماعية',
    video: 'مكالمة فيديو جماعية',
    ongoing: 'مكالمة جارية',
    join: 'انضمام',
    goTo: 'الانتقال إلى المحادثة',
    joinHere: 'المتابعة هنا',
    elsewhere: 'أنت في هذه المكالمة على جهاز آخر',
    you: 'أنت',
    alone: 'أنت وحدك في المكالمة',
    endAll: 'إنهاء للجميع',
    full: 'هذه المكالمة ممتلئة',
    muted: 'الميكروفون مغلق',
    speaking: 'يتحدث',
    shares: 'يشارك الشاشة',
    raiseHand: 'رفع اليد',
    raisedHand: 'رفع {name} يده',
    handRaised: 'اليد مرفوعة، {n}',
    lowerHand: 'خفض يد {name}',
    waitsForAll: 'في انتظار موافقة الجميع على التسجيل…',
    notAllAllowed: 'لم يسمح الجميع بالتسجيل',
    joinRecorded: 'يتم تسجيل هذه المكالمة. بانضمامك فإنك توافق على ذلك.',
    notEncrypted: 'هذه المكالمة ليست مشفّرة تمامًا بين الطرفين',
    people: {
      zero: 'لا أحد',
      one: 'شخص واحد',
      two: 'شخصان',
      few: '{n} أشخاص',
      many: '{n} شخصًا',
      other: '{n} شخص',
    },
  },
};

/** Changes for registers and regions. */
const variants = {
  'de-x-formal': {
    elsewhere: 'Sie sind auf einem anderen Gerät in diesem Anruf',
    you: 'Sie',
    alone: 'Sie sind allein im Anruf',
    joinRecorded: 'Dieser Anruf wird aufgenommen. Mit der Teilnahme stimmen Sie zu.',
  },
  'es-x-formal': {
    elsewhere: 'Está en esta llamada en otro dispositivo',
    you: 'Usted',
    joinRecorded: 'Se está grabando esta llamada. Si se une, acepta la grabación.',
  },
  'pt-pt': {
    video: 'Videochamada em grupo',
    ongoing: 'Chamada em curso',
    elsewhere: 'Está nesta chamada noutro dispositivo',
    you: 'Eu',
    alone: 'Não há mais ninguém na chamada',
    endAll: 'Terminar para todos',
    speaking: 'a falar',
    shares: 'a partilhar o ecrã',
    lowerHand: 'Baixar a mão de {name}',
    waitsForAll: 'A aguardar que todos permitam a gravação…',
    joinRecorded: 'Esta chamada está a ser gravada. Ao entrar, permite a gravação.',
    notEncrypted: 'Esta chamada não está encriptada ponto a ponto',
  },
};

const textsOf = localize<Texts>(all, variants);

export interface GroupCallTexts extends Omit<Texts, 'people'> {
  people(n: number): string;
}

export const groupCallTexts = (tag: string): GroupCallTexts => {
  const texts = textsOf(tag);
  const { people } = texts;
  return {
    ...texts,
    people: (n) => {
      const form = people[new Intl.PluralRules(texts === en ? 'en' : tag).select(n)] ?? people.other;
      return form.replace('{n}', new Intl.NumberFormat(texts === en ? 'en' : tag).format(n));
    },
  };
};
