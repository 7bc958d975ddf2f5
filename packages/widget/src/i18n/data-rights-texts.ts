import { localize } from './localize.ts';
/** Texts of retention, export and erasure. */
export interface DataRightsTexts {
  retention: string;
  forever: string;
  retentionHint: string;
  download: string;
  downloadHint: string;
  page: string;
  text: string;
  data: string;
  sheet: string;
  erasedSomebody: string;
  erasedUser: string;
  takeMine: string;
  eraseMine: string;
  eraseMineTitle: string;
  eraseMineGoes: string;
  eraseMineBack: string;
  erasePerson: string;
  erasePersonTitle: string;
  erasePersonGoes: string;
  erasePersonBack: string;
  eraseStays: string;
  eraseSure: string;
  eraseNow: string;
  signOut: string;
  signOutTitle: string;
  signOutGoes: string;
  signOutStays: string;
  signOutNow: string;
}

const en: DataRightsTexts = {
  retention: 'Keep messages',
  forever: 'Forever',
  retentionHint: 'Older messages and their files are deleted for everyone.',
  download: 'Download conversation',
  downloadHint: 'Includes what you can see; files are listed, not included.',
  page: 'Web page (HTML)',
  text: 'Plain text',
  data: 'Data (JSON)',
  sheet: 'Spreadsheet (CSV)',
  erasedSomebody: 'A user’s account was deleted',
  erasedUser: 'Deleted user',
  takeMine: 'Download my data',
  eraseMine: 'Delete my account…',
  eraseMineTitle: 'Delete your account?',
  eraseMineGoes:
    'Your messages, files, reactions and profile will be deleted for everyone, in every conversation.',
  eraseMineBack: 'You’ll be signed out everywhere and won’t be able to use this account again.',
  erasePerson: 'Delete this person’s account…',
  erasePersonTitle: 'Delete {name}’s account?',
  erasePersonGoes:
    'Their messages, files, reactions and profile will be deleted for everyone, in every conversation.',
  erasePersonBack: 'They’ll be signed out everywhere and won’t be able to use this account again.',
  eraseStays: 'Other people’s messages are kept.',
  eraseSure: 'I understand that this can’t be undone.',
  eraseNow: 'Delete permanently',
  signOut: 'Sign out on this device…',
  signOutTitle: 'Sign out on this device?',
  signOutGoes:
    'This device will forget your name, drafts and unsent messages. You can come back as a new guest.',
  signOutStays: 'Your messages stay in the chat.',
  signOutNow: 'Sign out',
};

const all = {
  en,
  es: {
    retention: 'Conservar mensajes',
    forever: 'Siempre',
    retentionHint: 'Los mensajes más antiguos y sus archivos se eliminan para todos.',
    download: 'Descargar conversación',
    downloadHint: 'Incluye lo que puedes ver; los archivos se enumeran, pero no se incluyen.',
    page: 'Página web (HTML)',
    text: 'Texto sin formato',
    data: 'Datos (JSON)',
    sheet: 'Hoja de cálculo (CSV)',
    erasedSomebody: 'Se eliminó la cuenta de un usuario',
    erasedUser: 'Usuario eliminado',
    takeMine: 'Descargar mis datos',
    eraseMine: 'Eliminar mi cuenta…',
    eraseMineTitle: '¿Eliminar tu cuenta?',
    eraseMineGoes:
      'Tus mensajes, archivos, reacciones y perfil se eliminarán para todos, en todas las conversaciones.',
    eraseMineBack: 'Se cerrará tu sesión en todos los dispositivos y no podrás volver a usar esta cuenta.',
    erasePerson: 'Eliminar la cuenta de esta persona…',
    erasePersonTitle: '¿Eliminar la cuenta de {name}?',
    erasePersonGoes:
      'Sus mensajes, archivos, reacciones y perfil se eliminarán para todos, en todas las conversaciones.',
    erasePersonBack: 'Se cerrará su sesión en todos los dispositivos y no podrá volver a usar esta cuenta.',
    eraseStays: 'Los mensajes de los demás se conservan.',
    eraseSure: 'Entiendo que esto no se puede deshacer.',
    eraseNow: 'Eliminar definitivamente',
    signOut: 'Cerrar sesión en este dispositivo…',
    signOutTitle: '¿Cerrar sesión en este dispositivo?',
    signOutGoes:
      'Este dispositivo olvidará tu nombre, tus borradores y los mensajes sin enviar. Puedes volver como un invitado nuevo.',
    signOutStays: 'Tus mensajes se conservan en el chat.',
    signOutNow: 'Cerrar sesión',
  },
  fr: {
    retention: 'Conserver les messages',
    forever: 'Sans limite',
    retentionHint: 'Les messages plus anciens et leurs fichiers sont supprimés pour tout le monde.',
    download: 'Télécharger la conversation',
    downloadHint: 'Contient ce que vous pouvez voir ; les fichiers sont listés, mais pas inclus.',
    page: 'Page web (HTML)',
    text: 'Texte brut',
    data: 'Données (JSON)',
    sheet: 'Feuille de calcul (CSV)',
    erasedSomebody: 'Le compte d’un utilisateur a été supprimé',
    erasedUser: 'Utilisateur supprimé',
    takeMine: 'Télécharger mes données',
    eraseMine: 'Supprimer mon compte…',
    eraseMineTitle: 'Supprimer votre compte ?',
    eraseMineGoes:
      'Vos messages, fichiers, réactions et votre profil seront supprimés pour tout le monde, dans toutes les conversations.',
    eraseMineBack: 'Vous serez déconnecté partout et ne pourrez plus utiliser ce compte.',
    erasePerson: 'Supprimer le compte de cette personne…',
    erasePersonTitle: 'Supprimer le compte de {name} ?',
    erasePersonGoes:
      'Ses messages, fichiers, réactions et son profil seront supprimés pour tout le monde, dans toutes les conversations.',
    erasePersonBack: 'Cette personne sera déconnectée partout et ne pourra plus utiliser ce compte.',
    eraseStays: 'Les messages des autres personnes sont conservés.',
    eraseSure: 'Je comprends que cette action est irréversible.',
    eraseNow: 'Supprimer définitivement',
    signOut: 'Se déconnecter de cet appareil…',
    signOutTitle: 'Se déconnecter de cet appareil ?',
    signOutGoes:
      'Cet appareil oubliera votre nom, vos brouillons et vos messages non envoyés. Vous pourrez revenir comme nouvel invité.',
    signOutStays: 'Vos messages restent dans le chat.',
    signOutNow: 'Se déconnecter',
  },
  pt: {
    retention: 'Manter mensagens',
    forever: 'Para sempre',
    retentionHint: 'Mensagens mais antigas e seus arquivos são apagados para todos.',
    download: 'Baixar conversa',
    downloadHint: 'Inclui o que você pode ver; os arquivos são listados, não incluídos.',
    page: 'Página web (HTML)',
    text: 'Texto simples',
    data: 'Dados (JSON)',
    sheet: 'Planilha (CSV)',
    erasedSomebody: 'A conta de um usuário foi excluída',
    erasedUser: 'Usuário excluído',
    takeMine: 'Baixar meus dados',
    eraseMine: 'Excluir minha conta…',
    eraseMineTitle: 'Excluir sua conta?',
    eraseMineGoes:
      'Suas mensagens, arquivos, reações e perfil serão apagados para todos, em todas as conversas.',
    eraseMineBack: 'Você será desconectado de todos os dispositivos e não poderá usar esta conta novamente.',
    erasePerson: 'Excluir a conta desta pessoa…',
    erasePersonTitle: 'Excluir a conta de {name}?',
    erasePersonGoes:
      'As mensagens, os arquivos, as reações e o perfil serão apagados para todos, em todas as conversas.',
    erasePersonBack:
      'A pessoa será desconectada de todos os dispositivos e não poderá usar esta conta novamente.',
    eraseStays: 'As mensagens das outras pessoas são mantidas.',
    eraseSure: 'Entendo que isto não pode ser desfeito.',
    eraseNow: 'Excluir definitivamente',
    signOut: 'Sair deste dispositivo…',
    signOutTitle: 'Sair deste dispositivo?',
    signOutGoes:
      'Este dispositivo vai esquecer seu nome, seus rascunhos e as mensagens não enviadas. Você pode voltar como um novo convidado.',
    signOutStays: 'Suas mensagens continuam no chat.',
    signOutNow: 'Sair',
  },
  de: {
    retention: 'Nachrichten aufbewahren',
    forever: 'Unbegrenzt',
    retentionHint: 'Ältere Nachrichten und ihre Dateien werden für alle gelöscht.',
    download: 'Unterhaltung herunterladen',
    downloadHint: 'Enthält, was du sehen kannst; Dateien sind aufgelistet, aber nicht enthalten.',
    page: 'Webseite (HTML)',
    text: 'Nur Text',
    data: 'Daten (JSON)',
    sheet: 'Tabelle (CSV)',
    erasedSomebody: 'Das Konto eines Benutzers wurde gelöscht',
    erasedUser: 'Gelöschter Benutzer',
    takeMine: 'Meine Daten herunterladen',
    eraseMine: 'Mein Konto löschen…',
    eraseMineTitle: 'Dein Konto löschen?',
    eraseMineGoes:
      'Deine Nachrichten, Dateien, Reaktionen und dein Profil werden für alle und in allen Unterhaltungen gelöscht.',
    eraseMineBack: 'Du wirst überall abgemeldet und kannst dieses Konto nicht mehr verwenden.',
    erasePerson: 'Konto dieser Person löschen…',
    erasePersonTitle: 'Konto von {name} löschen?',
    erasePersonGoes:
      'Nachrichten, Dateien, Reaktionen und Profil der Person werden für alle und in allen Unterhaltungen gelöscht.',
    erasePersonBack: 'Die Person wird überall abgemeldet und kann dieses Konto nicht mehr verwenden.',
    eraseStays: 'Nachrichten anderer Personen bleiben erhalten.',
    eraseSure: 'Ich verstehe, dass dies nicht rückgängig gemacht werden kann.',
    eraseNow: 'Endgültig löschen',
    signOut: 'Auf diesem Gerät abmelden…',
    signOutTitle: 'Auf diesem Gerät abmelden?',
    signOutGoes:
      'Dieses Gerät vergisst deinen Namen, deine Entwürfe und nicht gesendete Nachrichten. Du kannst als neuer Gast zurückkommen.',
    signOutStays: 'Deine Nachrichten bleiben im Chat.',
    signOutNow: 'Abmelden',
  },
  ar: {
    retention: 'الاحتفاظ بالرسائل',
    forever: 'دائمًا',
    retentionHint: 'تُحذف الرسائل الأقدم وملفاتها لدى الجميع.',
    download: 'تنزيل المحادثة',
    downloadHint: 'تشمل ما يمكنك رؤيته؛ تُدرج أسماء الملفات دون محتواها.',
    page: 'صفحة ويب (HTML)',
    text: 'نص عادي',
    data: 'بيانات (JSON)',
    sheet: 'جدول بيانات (CSV)',
    erasedSomebody: 'تم حذف حساب أحد المستخدمين',
    erasedUser: 'مستخدم محذوف',
    takeMine: 'تنزيل بياناتي',
    eraseMine: 'حذف حسابي…',
    eraseMineTitle: 'هل تريد حذف حسابك؟',
    eraseMineGoes: 'ستُحذف رسائلك وملفاتك وتفاعلاتك وملفك الشخصي لدى الجميع وفي كل المحادثات.',
    eraseMineBack: 'سيُسجَّل خروجك من كل مكان، ولن تتمكن من استخدام هذا الحساب مجددًا.',
    erasePerson: 'حذف حساب هذا الشخص…',
    erasePersonTitle: 'هل تريد حذف حساب {name}؟',
    erasePersonGoes: 'ستُحذف رسائله وملفاته وتفاعلاته وملفه الشخصي لدى الجميع وفي كل المحادثات.',
    erasePersonBack: 'سيُسجَّل خروجه من كل مكان، ولن يتمكن من استخدام هذا الحساب مجددًا.',
    eraseStays: 'تبقى رسائل الآخرين محفوظة.',
    eraseSure: 'أفهم أنه لا يمكن التراجع عن هذا.',
    eraseNow: 'حذف نهائي',
    signOut: 'تسجيل الخروج من هذا الجهاز…',
    signOutTitle: 'هل تريد تسجيل الخروج من هذا الجهاز؟',
    signOutGoes: 'سينسى هذا الجهاز اسمك ومسوداتك ورسائلك غير المرسلة. يمكنك العودة كضيف جديد.',
    signOutStays: 'تبقى رسائلك في الدردشة.',
    signOutNow: 'تسجيل الخروج',
  },
};

/** Changes for registers and regions. */
const variants = {
  'de-x-formal': {
    downloadHint: 'Enthält, was Sie sehen können; Dateien sind aufgelistet, aber nicht enthalten.',
    eraseMineTitle: 'Ihr Konto löschen?',
    eraseMineGoes:
      'Ihre Nachrichten, Dateien, Reaktionen und Ihr Profil werden für alle und in allen Unterhaltungen gelöscht.',
    eraseMineBack: 'Sie werden überall abgemeldet und können dieses Konto nicht mehr verwenden.',
    signOutGoes:
      'Dieses Gerät vergisst Ihren Namen, Ihre Entwürfe und nicht gesendete Nachrichten. Sie können als neuer Gast zurückkommen.',
    signOutStays: 'Ihre Nachrichten bleiben im Chat.',
  },
  'es-x-formal': {
    downloadHint: 'Incluye lo que puede ver; los archivos se enumeran, pero no se incluyen.',
    eraseMineTitle: '¿Eliminar su cuenta?',
    eraseMineGoes:
      'Sus mensajes, archivos, reacciones y perfil se eliminarán para todos, en todas las conversaciones.',
    eraseMineBack: 'Se cerrará su sesión en todos los dispositivos y no podrá volver a usar esta cuenta.',
    signOutGoes:
      'Este dispositivo olvidará su nombre, sus borradores y los mensajes sin enviar. Puede volver como un invitado nuevo.',
    signOutStays: 'Sus mensajes se conservan en el chat.',
  },
  'pt-pt': {
    retentionHint: 'As mensagens mais antigas e os respetivos ficheiros são eliminados para todos.',
    download: 'Transferir conversa',
    downloadHint: 'Inclui o que pode ver; os ficheiros são listados, mas não incluídos.',
    page: 'Página Web (HTML)',
    sheet: 'Folha de cálculo (CSV)',
    erasedSomebody: 'A conta de um utilizador foi eliminada',
    erasedUser: 'Utilizador eliminado',
    takeMine: 'Transferir os meus dados',
    eraseMine: 'Eliminar a minha conta…',
    eraseMineTitle: 'Eliminar a sua conta?',
    eraseMineGoes:
      'As suas mensagens, ficheiros, reações e perfil serão eliminados para todos, em todas as conversas.',
    eraseMineBack:
      'A sua sessão será terminada em todos os dispositivos e não poderá voltar a utilizar esta conta.',
    erasePerson: 'Eliminar a conta desta pessoa…',
    erasePersonTitle: 'Eliminar a conta de {name}?',
    erasePersonGoes:
      'As mensagens, os ficheiros, as reações e o perfil serão eliminados para todos, em todas as conversas.',
    erasePersonBack:
      'A sessão será terminada em todos os dispositivos e a pessoa não poderá voltar a utilizar esta conta.',
    eraseStays: 'As mensagens das outras pessoas são mantidas.',
    eraseSure: 'Compreendo que isto não pode ser anulado.',
    eraseNow: 'Eliminar definitivamente',
    signOut: 'Terminar sessão neste dispositivo…',
    signOutTitle: 'Terminar sessão neste dispositivo?',
    signOutGoes:
      'Este dispositivo esquecerá o seu nome, os seus rascunhos e as mensagens por enviar. Pode voltar como um novo convidado.',
    signOutStays: 'As suas mensagens ficam no chat.',
    signOutNow: 'Terminar sessão',
  },
};

export const dataRightsTexts = localize<DataRightsTexts>(all, variants);
