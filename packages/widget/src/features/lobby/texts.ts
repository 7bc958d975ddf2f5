import type { Plural } from '../../i18n/dictionary.ts';
import { localize } from '../../i18n/localize.ts';

/** Texts of the lobby. */
export interface LobbyTexts {
  /** To hosts. */
  title: string;
  nobody: string;
  admit: string;
  admitName: string;
  admitAll: string;
  decline: string;
  declineName: string;
  write: string;
  writeTo: string;
  admitted: string;
  allAdmitted: string;
  declined: string;
  waiting: Plural;
  send: string;
  sent: string;
  /** To the user who waits. */
  wait: string;
  soon: string;
  messages: string;
  writeToHosts: string;
  leave: string;
  left: string;
  notAdmitted: string;
  /** Below it. */
  later: string;
  full: string;
  knockAgain: string;
}

const en: LobbyTexts = {
  title: 'Waiting room',
  nobody: 'No one is waiting',
  admit: 'Admit',
  admitName: 'Admit {name}',
  admitAll: 'Admit all',
  decline: 'Deny',
  declineName: 'Deny {name}',
  write: 'Message',
  writeTo: 'Message {name}',
  admitted: '{name} admitted',
  allAdmitted: 'Everyone admitted',
  declined: '{name} denied',
  waiting: { one: '{n} person waiting', other: '{n} people waiting' },
  send: 'Send',
  sent: 'Message sent',
  wait: 'Waiting to be let in',
  soon: 'You can join as soon as a host lets you in.',
  messages: 'Messages with the host',
  writeToHosts: 'Message the host',
  leave: 'Leave',
  left: 'You left the waiting room',
  notAdmitted: 'The host didn’t let you in',
  later: 'You can ask again in ten minutes.',
  full: 'The waiting room is full',
  knockAgain: 'Ask to join again',
};

const es: LobbyTexts = {
  title: 'Sala de espera',
  nobody: 'No hay nadie esperando',
  admit: 'Admitir',
  admitName: 'Admitir a {name}',
  admitAll: 'Admitir a todos',
  decline: 'Rechazar',
  declineName: 'Rechazar a {name}',
  write: 'Escribir',
  writeTo: 'Escribir a {name}',
  admitted: 'Has admitido a {name}',
  allAdmitted: 'Has admitido a todos',
  declined: 'Has rechazado a {name}',
  waiting: { one: '{n} persona esperando', other: '{n} personas esperando' },
  send: 'Enviar',
  sent: 'Mensaje enviado',
  wait: 'Esperando para entrar',
  soon: 'Podrás entrar en cuanto te admitan.',
  messages: 'Mensajes con el anfitrión',
  writeToHosts: 'Escribe al anfitrión',
  leave: 'Salir',
  left: 'Has salido de la sala de espera',
  notAdmitted: 'No te han admitido',
  later: 'Puedes volver a pedirlo dentro de diez minutos.',
  full: 'La sala de espera está llena',
  knockAgain: 'Volver a pedir acceso',
};

const fr: LobbyTexts = {
  title: 'Salle d’attente',
  nobody: 'Personne n’attend',
  admit: 'Admettre',
  admitName: 'Admettre {name}',
  admitAll: 'Tout admettre',
  decline: 'Refuser',
  declineName: 'Refuser {name}',
  write: 'Écrire',
  writeTo: 'Écrire à {name}',
  admitted: '{name} est admis(e)',
  allAdmitted: 'Tout le monde est admis',
  declined: '{name} est refusé(e)',
  waiting: { one: '{n} personne en attente', other: '{n} personnes en attente' },
  send: 'Envoyer',
  sent: 'Message envoyé',
  wait: 'En attente d’admission',
  soon: 'Vous pourrez entrer dès qu’un hôte vous aura admis.',
  messages: 'Messages avec l’hôte',
  writeToHosts: 'Écrire à l’hôte',
  leave: 'Quitter',
  left: 'Vous avez quitté la salle d’attente',
  notAdmitted: 'L’hôte ne vous a pas admis',
  later: 'Vous pourrez refaire une demande dans dix minutes.',
  full: 'La salle d’attente est pleine',
  knockAgain: 'Redemander à entrer',
};

const pt: LobbyTexts = {
  title: 'Sala de espera',
  nobody: 'Ninguém está esperando',
  admit: 'Admitir',
  admitName: 'Admitir {name}',
  admitAll: 'Admitir todos',
  decline: 'Recusar',
  declineName: 'Recusar {name}',
  write: 'Escrever',
  writeTo: 'Escrever para {name}',
  admitted: '{name} pode entrar',
  allAdmitted: 'Todos podem entrar',
  declined: 'Entrada de {name} recusada',
  waiting: { one: '{n} pessoa esperando', other: '{n} pessoas esperando' },
  send: 'Enviar',
  sent: 'Mensagem enviada',
  wait: 'Aguardando para entrar',
  soon: 'Você poderá entrar assim que o anfitrião permitir.',
  messages: 'Mensagens com o anfitrião',
  writeToHosts: 'Escreva para o anfitrião',
  leave: 'Sair',
  left: 'Você saiu da sala de espera',
  notAdmitted: 'O anfitrião não permitiu sua entrada',
  later: 'Você pode pedir de novo em dez minutos.',
  full: 'A sala de espera está cheia',
  knockAgain: 'Pedir de novo para entrar',
};

const de: LobbyTexts = {
  title: 'Warteraum',
  nobody: 'Niemand wartet',
  admit: 'Einlassen',
  admitName: '{name} einlassen',
  admitAll: 'Alle einlassen',
  decline: 'Ablehnen',
  declineName: '{name} ablehnen',
  write: 'Schreiben',
  writeTo: 'An {name} schreiben',
  admitted: '{name} eingelassen',
  allAdmitted: 'Alle eingelassen',
  declined: '{name} abgelehnt',
  waiting: { one: '{n} Person wartet', other: '{n} Personen warten' },
  send: 'Senden',
  sent: 'Nachricht gesendet',
  wait: 'Du wartest auf Einlass',
  soon: 'Du kommst hinein, sobald ein Gastgeber dich einlässt.',
  messages: 'Nachrichten mit dem Gastgeber',
  writeToHosts: 'Nachricht an den Gastgeber',
  leave: 'Verlassen',
  left: 'Du hast den Warteraum verlassen',
  notAdmitted: 'Du wurdest nicht eingelassen',
  later: 'In zehn Minuten kannst du erneut anfragen.',
  full: 'Der Warteraum ist voll',
  knockAgain: 'Erneut anfragen',
};

const ar: LobbyTexts = {
  title: 'غرفة الانتظار',
  nobody: 'لا أحد ينتظر',
  admit: 'قبول',
  admitName: 'قبول {name}',
  admitAll: 'قبول الجميع',
  decline: 'رفض',
  declineName: 'رفض {name}',
  write: 'مراسلة',
  writeTo: 'مراسلة {name}',
  admitted: 'تم قبول {name}',
  allAdmitted: 'تم قبول الجميع',
  declined: 'تم رفض {name}',
  waiting: {
    zero: 'لا أحد ينتظر',
    // The number stands on the button too, so voice control needs it in the name.
    one: '{n} شخص ينتظر',
    two: '{n} شخص ينتظران',
    few: '{n} أشخاص ينتظرون',
    many: '{n} شخصًا ينتظرون',
    other: '{n} شخص ينتظرون',
  },
  send: 'إرسال',
  sent: 'تم إرسال الرسالة',
  wait: 'في انتظار السماح بالدخول',
  soon: 'يمكنك الدخول بمجرد أن يسمح لك المضيف.',
  messages: 'الرسائل مع المضيف',
  writeToHosts: 'مراسلة المضيف',
  leave: 'مغادرة',
  left: 'غادرت غرفة الانتظار',
  notAdmitted: 'لم يسمح لك المضيف بالدخول',
  later: 'يمكنك الطلب مرة أخرى بعد عشر دقائق.',
  full: 'غرفة الانتظار ممتلئة',
  knockAgain: 'طلب الدخول مرة أخرى',
};

const texts = { en, es, fr, pt, de, ar };

/** Changes for registers and regions. */
const variants = {
  'es-x-formal': {
    admitted: 'Ha admitido a {name}',
    allAdmitted: 'Ha admitido a todos',
    declined: 'Ha rechazado a {name}',
    soon: 'Podrá entrar en cuanto le admitan.',
    writeToHosts: 'Escriba al anfitrión',
    left: 'Ha salido de la sala de espera',
    notAdmitted: 'No le han admitido',
    later: 'Puede volver a pedirlo dentro de diez minutos.',
  },
  'de-x-formal': {
    wait: 'Sie warten auf Einlass',
    soon: 'Sie kommen hinein, sobald ein Gastgeber Sie einlässt.',
    left: 'Sie haben den Warteraum verlassen',
    notAdmitted: 'Sie wurden nicht eingelassen',
    later: 'In zehn Minuten können Sie erneut anfragen.',
  },
  'pt-pt': {
    nobody: 'Ninguém está à espera',
    waiting: { one: '{n} pessoa à espera', other: '{n} pessoas à espera' },
    wait: 'À espera para entrar',
    soon: 'Podes entrar assim que o anfitrião permitir.',
    writeToHosts: 'Escreve ao anfitrião',
    left: 'Saíste da sala de espera',
    notAdmitted: 'O anfitrião não permitiu a tua entrada',
    later: 'Podes voltar a pedir daqui a dez minutos.',
    knockAgain: 'Voltar a pedir para entrar',
  },
};

/** In the language of the page, else in English. */
export const lobbyTexts = localize<LobbyTexts>(texts, variants);
