import { localize } from '../i18n/localize.ts';
/** Texts for visitors who cannot join. */
export interface TroubleTexts {
  unreachable: string;
  signIn: string;
  signInAgain: string;
  nameTaken: string;
  noRoom: string;
}

const en: TroubleTexts = {
  unreachable: 'The chat isn’t available right now. Still trying…',
  signIn: 'Sign in to join the conversation.',
  signInAgain: 'We couldn’t verify who you are. Reload the page or sign in again.',
  nameTaken:
    'That name is taken. If you just left in another window, wait a few seconds. Or choose another name.',
  noRoom: 'No room has been chosen for this chat.',
};

const all = {
  en,
  es: {
    unreachable: 'El chat no está disponible en este momento. Seguimos intentándolo…',
    signIn: 'Inicia sesión para unirte a la conversación.',
    signInAgain: 'No hemos podido comprobar quién eres. Recarga la página o vuelve a iniciar sesión.',
    nameTaken:
      'Ese nombre ya está en uso. Si acabas de salir en otra ventana, espera unos segundos. O elige otro nombre.',
    noRoom: 'No se ha elegido ninguna sala para este chat.',
  },
  fr: {
    unreachable: 'Le chat n’est pas disponible pour le moment. Nouvelle tentative…',
    signIn: 'Connectez-vous pour rejoindre la conversation.',
    signInAgain: 'Nous n’avons pas pu vérifier votre identité. Rechargez la page ou reconnectez-vous.',
    nameTaken:
      'Ce nom est déjà pris. Si vous venez de quitter une autre fenêtre, attendez quelques secondes. Sinon, choisissez un autre nom.',
    noRoom: 'Aucun salon n’a été choisi pour ce chat.',
  },
  pt: {
    unreachable: 'O chat não está disponível no momento. Ainda tentando…',
    signIn: 'Entre na sua conta para participar da conversa.',
    signInAgain: 'Não foi possível verificar quem você é. Recarregue a página ou entre novamente.',
    nameTaken:
      'Esse nome já está em uso. Se você acabou de sair em outra janela, espere alguns segundos. Ou escolha outro nome.',
    noRoom: 'Nenhuma sala foi escolhida para este chat.',
  },
  de: {
    unreachable: 'Der Chat ist gerade nicht verfügbar. Es wird weiter versucht…',
    signIn: 'Melde dich an, um an der Unterhaltung teilzunehmen.',
    signInAgain:
      'Wir konnten deine Identität nicht bestätigen. Lade die Seite neu oder melde dich erneut an.',
    nameTaken:
      'Dieser Name ist vergeben. Wenn du gerade ein anderes Fenster verlassen hast, warte ein paar Sekunden. Oder wähle einen anderen Namen.',
    noRoom: 'Für diesen Chat wurde kein Raum ausgewählt.',
  },
  ar: {
    unreachable: 'الدردشة غير متاحة الآن. ما زلنا نحاول…',
    signIn: 'سجّل الدخول للانضمام إلى المحادثة.',
    signInAgain: 'لم نتمكن من التحقق من هويتك. أعد تحميل الصفحة أو سجّل الدخول مرة أخرى.',
    nameTaken: 'هذا الاسم مستخدم. إذا غادرت للتو من نافذة أخرى فانتظر بضع ثوانٍ، أو اختر اسمًا آخر.',
    noRoom: 'لم تُحدَّد غرفة لهذه الدردشة.',
  },
};

/** Changes for registers and regions. */
const variants = {
  'de-x-formal': {
    signIn: 'Melden Sie sich an, um an der Unterhaltung teilzunehmen.',
    signInAgain:
      'Wir konnten Ihre Identität nicht bestätigen. Laden Sie die Seite neu oder melden Sie sich erneut an.',
    nameTaken:
      'Dieser Name ist vergeben. Wenn Sie gerade ein anderes Fenster verlassen haben, warten Sie ein paar Sekunden. Oder wählen Sie einen anderen Namen.',
  },
  'es-x-formal': {
    signIn: 'Inicie sesión para unirse a la conversación.',
    signInAgain: 'No hemos podido comprobar quién es. Recargue la página o vuelva a iniciar sesión.',
    nameTaken:
      'Ese nombre ya está en uso. Si acaba de salir en otra ventana, espere unos segundos. O elija otro nombre.',
  },
  'pt-pt': {
    unreachable: 'O chat não está disponível de momento. Continuamos a tentar…',
    signIn: 'Inicie sessão para participar na conversa.',
    signInAgain:
      'Não foi possível confirmar a sua identidade. Recarregue a página ou inicie sessão novamente.',
    nameTaken:
      'Esse nome já está a ser utilizado. Se acabou de sair noutra janela, aguarde alguns segundos. Ou escolha outro nome.',
    noRoom: 'Não foi escolhida nenhuma sala para este chat.',
  },
};

export const troubleTexts = localize<TroubleTexts>(all, variants);
