import { localize } from '../i18n/localize.ts';

/** Texts of the stage of a call: its states, its views and its marks. */
export interface StageTexts {
  /** A call that was answered is over. */
  ended: string;
  /** For the caller, and for the callee of a call that was not answered. */
  callAgain: string;
  callBack: string;
  close: string;
  /** The controls that do not fit into the bar. */
  more: string;
  /** Leaves the full screen. */
  toChat: string;
  /** Back to the full screen. */
  toCall: string;
  /** How the small picture is moved by keyboard. */
  move: string;
  youMuted: string;
  blur: string;
  /** The other user asks for consent. */
  asksToRecord: string;
  allow: string;
  decline: string;
  waitsToRecord: string;
  recordingDeclined: string;
  /** The red mark of a recording. */
  rec: string;
  /** The text of what is spoken, which the page supplies. */
  captions: string;
  /** The mark of a call that only the two devices can hear. */
  encrypted: string;
}

const en: StageTexts = {
  ended: 'Call ended',
  callAgain: 'Call again',
  callBack: 'Call back',
  close: 'Close',
  more: 'More options',
  toChat: 'Chat',
  toCall: 'Back to call',
  move: 'Move with the arrow keys',
  youMuted: 'You’re muted',
  blur: 'Blur background',
  asksToRecord: '{name} wants to record this call',
  allow: 'Allow',
  decline: 'Don’t allow',
  waitsToRecord: 'Waiting for {name} to allow recording…',
  recordingDeclined: '{name} didn’t allow recording',
  rec: 'REC',
  captions: 'Captions',
  encrypted: 'End-to-end encrypted',
};

const all: { en: StageTexts } & Record<string, StageTexts> = {
  en,
  es: {
    ended: 'Llamada finalizada',
    callAgain: 'Volver a llamar',
    callBack: 'Devolver la llamada',
    close: 'Cerrar',
    more: 'Más opciones',
    toChat: 'Chat',
    toCall: 'Volver a la llamada',
    move: 'Mover con las teclas de flecha',
    youMuted: 'Micrófono silenciado',
    blur: 'Desenfocar el fondo',
    asksToRecord: '{name} quiere grabar la llamada',
    allow: 'Permitir',
    decline: 'No permitir',
    waitsToRecord: 'Esperando el permiso de {name} para grabar…',
    recordingDeclined: '{name} no ha permitido grabar',
    rec: 'REC',
    captions: 'Subtítulos',
    encrypted: 'Cifrada de extremo a extremo',
  },
  fr: {
    ended: 'Appel terminé',
    callAgain: 'Rappeler',
    callBack: 'Rappeler',
    close: 'Fermer',
    more: 'Plus d’options',
    toChat: 'Discussion',
    toCall: 'Revenir à l’appel',
    move: 'Déplacer avec les touches fléchées',
    youMuted: 'Votre micro est coupé',
    blur: 'Flouter l’arrière-plan',
    asksToRecord: '{name} souhaite enregistrer l’appel',
    allow: 'Autoriser',
    decline: 'Ne pas autoriser',
    waitsToRecord: 'En attente de l’accord de {name} pour enregistrer…',
    recordingDeclined: '{name} n’a pas autorisé l’enregistrement',
    rec: 'REC',
    captions: 'Sous-titres',
    encrypted: 'Chiffré de bout en bout',
  },
  pt: {
    ended: 'Chamada encerrada',
    callAgain: 'Ligar novamente',
    callBack: 'Retornar chamada',
    close: 'Fechar',
    more: 'Mais opções',
    toChat: 'Chat',
    toCall: 'Voltar para a chamada',
    move: 'Mover com as teclas de seta',
    youMuted: 'Seu microfone está desligado',
    blur: 'Desfocar o fundo',
    asksToRecord: '{name} quer gravar a chamada',
    allow: 'Permitir',
    decline: 'Não permitir',
    waitsToRecord: 'Aguardando {name} permitir a gravação…',
    recordingDeclined: '{name} não permitiu a gravação',
    rec: 'REC',
    captions: 'Legendas',
    encrypted: 'Criptografada de ponta a ponta',
  },
  de: {
    ended: 'Anruf beendet',
    callAgain: 'Erneut anrufen',
    callBack: 'Zurückrufen',
    close: 'Schließen',
    more: 'Weitere Optionen',
    toChat: 'Chat',
    toCall: 'Zurück zum Anruf',
    move: 'Mit den Pfeiltasten verschieben',
    youMuted: 'Mikrofon stummgeschaltet',
    blur: 'Hintergrund weichzeichnen',
    asksToRecord: '{name} möchte den Anruf aufnehmen',
    allow: 'Erlauben',
    decline: 'Nicht erlauben',
    waitsToRecord: 'Warten auf die Erlaubnis von {name}…',
    recordingDeclined: '{name} hat die Aufnahme nicht erlaubt',
    rec: 'REC',
    captions: 'Untertitel',
    encrypted: 'Ende-zu-Ende-verschlüsselt',
  },
  ar: {
    ended: 'انتهت المكالمة',
    callAgain: 'معاودة الاتصال',
    callBack: 'معاودة الاتصال',
    close: 'إغلاق',
    more: 'خيارات أخرى',
    toChat: 'الدردشة',
    toCall: 'العودة إلى المكالمة',
    move: 'التحريك بمفاتيح الأسهم',
    youMuted: 'ميكروفونك مكتوم',
    blur: 'تمويه الخلفية',
    asksToRecord: '{name} يريد تسجيل المكالمة',
    allow: 'سماح',
    decline: 'عدم السماح',
    waitsToRecord: 'في انتظار موافقة {name} على التسجيل…',
    recordingDeclined: 'لم يسمح {name} بالتسجيل',
    rec: 'REC',
    captions: 'التسميات التوضيحية',
    encrypted: 'مشفّرة تمامًا بين الطرفين',
  },
};

/** Changes for a region. */
const variants = {
  'pt-pt': {
    ended: 'Chamada terminada',
    callAgain: 'Voltar a ligar',
    callBack: 'Devolver a chamada',
    toCall: 'Voltar à chamada',
    move: 'Mover com as teclas de setas',
    youMuted: 'O seu microfone está desligado',
    waitsToRecord: 'A aguardar que {name} permita a gravação…',
    encrypted: 'Encriptada ponto a ponto',
  },
};

export const stageTexts = localize<StageTexts>(all, variants);
