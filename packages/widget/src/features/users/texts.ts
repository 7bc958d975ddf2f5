import { localize } from '../../i18n/localize.ts';
/** Texts of profiles. */
export interface ProfileTexts {
  offline: string;
  guest: string;
  lastSeen: string;
  sendMessage: string;
  unseen: string;
  yes: string;
  no: string;
  status: string;
  statusText: string;
  clearAfter: string;
  never: string;
  halfHour: string;
  hour: string;
  today: string;
  name: string;
  about: string;
  picture: string;
  removePicture: string;
  showLastSeen: string;
  save: string;
  saved: string;
}

const en: ProfileTexts = {
  offline: 'Offline',
  guest: 'guest',
  lastSeen: 'Last seen',
  sendMessage: 'Send a message',
  unseen: 'This profile is private.',
  yes: 'Yes',
  no: 'No',
  status: 'Status',
  statusText: 'What are you up to?',
  clearAfter: 'Clear after',
  never: 'Don’t clear',
  halfHour: '30 minutes',
  hour: '1 hour',
  today: 'Today',
  name: 'Name',
  about: 'About me',
  picture: 'Change picture',
  removePicture: 'Remove',
  showLastSeen: 'Show when I was last active',
  save: 'Save',
  saved: 'Saved',
};

const all = {
  en,
  es: {
    offline: 'Sin conexión',
    guest: 'invitado',
    lastSeen: 'Última vez',
    sendMessage: 'Enviar un mensaje',
    unseen: 'Este perfil es privado.',
    yes: 'Sí',
    no: 'No',
    status: 'Estado',
    statusText: '¿Qué estás haciendo?',
    clearAfter: 'Borrar después de',
    never: 'No borrar',
    halfHour: '30 minutos',
    hour: '1 hora',
    today: 'Hoy',
    name: 'Nombre',
    about: 'Sobre mí',
    picture: 'Cambiar foto',
    removePicture: 'Quitar',
    showLastSeen: 'Mostrar mi última conexión',
    save: 'Guardar',
    saved: 'Guardado',
  },
  fr: {
    offline: 'Hors ligne',
    guest: 'invité',
    lastSeen: 'Dernière connexion',
    sendMessage: 'Envoyer un message',
    unseen: 'Ce profil est privé.',
    yes: 'Oui',
    no: 'Non',
    status: 'Statut',
    statusText: 'Que faites-vous ?',
    clearAfter: 'Effacer après',
    never: 'Ne pas effacer',
    halfHour: '30 minutes',
    hour: '1 heure',
    today: 'Aujourd’hui',
    name: 'Nom',
    about: 'À propos de moi',
    picture: 'Changer la photo',
    removePicture: 'Supprimer',
    showLastSeen: 'Afficher ma dernière connexion',
    save: 'Enregistrer',
    saved: 'Enregistré',
  },
  pt: {
    offline: 'Offline',
    guest: 'convidado',
    lastSeen: 'Visto por último',
    sendMessage: 'Enviar uma mensagem',
    unseen: 'Este perfil é privado.',
    yes: 'Sim',
    no: 'Não',
    status: 'Status',
    statusText: 'O que você está fazendo?',
    clearAfter: 'Limpar após',
    never: 'Não limpar',
    halfHour: '30 minutos',
    hour: '1 hora',
    today: 'Hoje',
    name: 'Nome',
    about: 'Sobre mim',
    picture: 'Trocar foto',
    removePicture: 'Remover',
    showLastSeen: 'Mostrar quando estive ativo pela última vez',
    save: 'Salvar',
    saved: 'Salvo',
  },
  de: {
    offline: 'Offline',
    guest: 'Gast',
    lastSeen: 'Zuletzt gesehen',
    sendMessage: 'Nachricht senden',
    unseen: 'Dieses Profil ist privat.',
    yes: 'Ja',
    no: 'Nein',
    status: 'Status',
    statusText: 'Was machst du gerade?',
    clearAfter: 'Löschen nach',
    never: 'Nicht löschen',
    halfHour: '30 Minuten',
    hour: '1 Stunde',
    today: 'Heute',
    name: 'Name',
    about: 'Über mich',
    picture: 'Bild ändern',
    removePicture: 'Entfernen',
    showLastSeen: 'Zeigen, wann ich zuletzt aktiv war',
    save: 'Speichern',
    saved: 'Gespeichert',
  },
  ar: {
    offline: 'غير متصل',
    guest: 'ضيف',
    lastSeen: 'آخر ظهور',
    sendMessage: 'إرسال رسالة',
    unseen: 'هذا الملف الشخصي خاص.',
    yes: 'نعم',
    no: 'لا',
    status: 'الحالة',
    statusText: 'ماذا تفعل الآن؟',
    clearAfter: 'مسح بعد',
    never: 'عدم المسح',
    halfHour: '30 دقيقة',
    hour: 'ساعة واحدة',
    today: 'اليوم',
    name: 'الاسم',
    about: 'نبذة عني',
    picture: 'تغيير الصورة',
    removePicture: 'إزالة',
    showLastSeen: 'إظهار وقت آخر ظهور لي',
    save: 'حفظ',
    saved: 'تم الحفظ',
  },
};

/** Changes for registers and regions. */
const variants = {
  'de-x-formal': { statusText: 'Was machen Sie gerade?' },
  'es-x-formal': { statusText: '¿Qué está haciendo?' },
  'pt-pt': {
    lastSeen: 'Visto pela última vez',
    status: 'Estado',
    statusText: 'O que está a fazer?',
    clearAfter: 'Limpar depois de',
    picture: 'Alterar fotografia',
    showLastSeen: 'Mostrar quando estive ativo pela última vez',
    save: 'Guardar',
    saved: 'Guardado',
  },
};

export const profileTexts = localize<ProfileTexts>(all, variants);
