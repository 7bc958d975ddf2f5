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
  retentionHint: 'What is older is deleted for everyone, with its files.',
  download: 'Download conversation',
  downloadHint: 'As you can read it here. Files are named in it, not contained.',
  page: 'As a page',
  text: 'As text',
  data: 'As data (JSON)',
  erasedSomebody: 'A user was erased',
  erasedUser: 'Erased user',
  takeMine: 'Download my data',
  eraseMine: 'Erase my account…',
  eraseMineTitle: 'Erase your account?',
  eraseMineGoes: 'Your messages, files, reactions and profile go, for everyone and in every conversation.',
  eraseMineBack: 'You are signed out everywhere, and cannot come back with this account.',
  erasePerson: 'Erase this person…',
  erasePersonTitle: 'Erase {name}?',
  erasePersonGoes: 'Their messages, files, reactions and profile go, for everyone and in every conversation.',
  erasePersonBack: 'They are signed out everywhere, and cannot come back with this account.',
  eraseStays: 'What others wrote stays.',
  eraseSure: 'I understand that this cannot be undone.',
  eraseNow: 'Erase for good',
  signOut: 'Sign out on this device…',
  signOutTitle: 'Sign out on this device?',
  signOutGoes:
    'This device forgets who you are, your drafts and unsent messages. You can come back, as a new guest.',
  signOutStays: 'Your messages stay in the chat.',
  signOutNow: 'Sign out',
};

const all = {
  en,
  es: {
    retention: 'Conservar los mensajes',
    forever: 'Siempre',
    retentionHint: 'Lo más antiguo se borra para todos, con sus archivos.',
    download: 'Descargar la conversación',
    downloadHint: 'Tal como puedes leerla aquí. Los archivos se nombran, no se incluyen.',
    page: 'Como página',
    text: 'Como texto',
    data: 'Como datos (JSON)',
    erasedSomebody: 'Se borró a una persona',
    erasedUser: 'Usuario borrado',
    takeMine: 'Descargar mis datos',
    eraseMine: 'Borrar mi cuenta…',
    eraseMineTitle: '¿Borrar tu cuenta?',
    eraseMineGoes:
      'Desaparecen tus mensajes, archivos, reacciones y perfil, para todos y en todas las conversaciones.',
    eraseMineBack: 'Se cierra tu sesión en todas partes y no podrás volver con esta cuenta.',
    erasePerson: 'Borrar a esta persona…',
    erasePersonTitle: '¿Borrar a {name}?',
    erasePersonGoes:
      'Desaparecen sus mensajes, archivos, reacciones y perfil, para todos y en todas las conversaciones.',
    erasePersonBack: 'Se cierra su sesión en todas partes y no podrá volver con esta cuenta.',
    eraseStays: 'Lo que escribieron los demás se queda.',
    eraseSure: 'Entiendo que no se puede deshacer.',
    eraseNow: 'Borrar para siempre',
    signOut: 'Cerrar sesión en este dispositivo…',
    signOutTitle: '¿Cerrar sesión en este dispositivo?',
    signOutGoes:
      'Este dispositivo olvida quién eres, tus borradores y los mensajes sin enviar. Puedes volver como invitado nuevo.',
    signOutStays: 'Tus mensajes se quedan en el chat.',
    signOutNow: 'Cerrar sesión',
  },
  fr: {
    retention: 'Conserver les messages',
    forever: 'Toujours',
    retentionHint: 'Ce qui est plus ancien est supprimé pour tous, fichiers compris.',
    download: 'Télécharger la conversation',
    downloadHint: 'Telle que vous pouvez la lire ici. Les fichiers y sont nommés, pas inclus.',
    page: 'En page',
    text: 'En texte',
    data: 'En données (JSON)',
    erasedSomebody: 'Une personne a été effacée',
    erasedUser: 'Utilisateur effacé',
    takeMine: 'Télécharger mes données',
    eraseMine: 'Effacer mon compte…',
    eraseMineTitle: 'Effacer votre compte ?',
    eraseMineGoes:
      'Vos messages, fichiers, réactions et profil disparaissent, pour tous et dans toutes les conversations.',
    eraseMineBack: 'Vous êtes déconnecté partout et ne pourrez pas revenir avec ce compte.',
    erasePerson: 'Effacer cette personne…',
    erasePersonTitle: 'Effacer {name} ?',
    erasePersonGoes:
      'Ses messages, fichiers, réactions et profil disparaissent, pour tous et dans toutes les conversations.',
    erasePersonBack: 'Cette personne est déconnectée partout et ne pourra pas revenir avec ce compte.',
    eraseStays: 'Ce que les autres ont écrit reste.',
    eraseSure: 'Je comprends que c’est irréversible.',
    eraseNow: 'Effacer pour de bon',
    signOut: 'Se déconnecter sur cet appareil…',
    signOutTitle: 'Se déconnecter sur cet appareil ?',
    signOutGoes:
      'Cet appareil oublie qui vous êtes, vos brouillons et les messages non envoyés. Vous pourrez revenir comme nouvel invité.',
    signOutStays: 'Vos messages restent dans la discussion.',
    signOutNow: 'Se déconnecter',
  },
  pt: {
    retention: 'Manter as mensagens',
    forever: 'Sempre',
    retentionHint: 'O que é mais antigo é apagado para todos, com os arquivos.',
    download: 'Baixar a conversa',
    downloadHint: 'Como você pode lê-la aqui. Os arquivos são citados, não incluídos.',
    page: 'Como página',
    text: 'Como texto',
    data: 'Como dados (JSON)',
    erasedSomebody: 'Uma pessoa foi apagada',
    erasedUser: 'Usuário apagado',
    takeMine: 'Baixar meus dados',
    eraseMine: 'Apagar minha conta…',
    eraseMineTitle: 'Apagar sua conta?',
    eraseMineGoes: 'Suas mensagens, arquivos, reações e perfil somem, para todos e em todas as conversas.',
    eraseMineBack: 'Você sai em todos os lugares e não poderá voltar com esta conta.',
    erasePerson: 'Apagar esta pessoa…',
    erasePersonTitle: 'Apagar {name}?',
    erasePersonGoes:
      'As mensagens, os arquivos, as reações e o perfil somem, para todos e em todas as conversas.',
    erasePersonBack: 'A pessoa sai em todos os lugares e não poderá voltar com esta conta.',
    eraseStays: 'O que os outros escreveram fica.',
    eraseSure: 'Entendo que isso não pode ser desfeito.',
    eraseNow: 'Apagar de vez',
    signOut: 'Sair neste dispositivo…',
    signOutTitle: 'Sair neste dispositivo?',
    signOutGoes:
      'Este dispositivo esquece quem você é, seus rascunhos e as mensagens não enviadas. Você pode voltar como um novo convidado.',
    signOutStays: 'Suas mensagens ficam no chat.',
    signOutNow: 'Sair',
  },
  de: {
    retention: 'Nachrichten behalten',
    forever: 'Für immer',
    retentionHint: 'Älteres wird für alle gelöscht, samt den Dateien.',
    download: 'Unterhaltung herunterladen',
    downloadHint: 'So, wie du sie hier lesen kannst. Dateien sind genannt, nicht enthalten.',
    page: 'Als Seite',
    text: 'Als Text',
    data: 'Als Daten (JSON)',
    erasedSomebody: 'Eine Person wurde gelöscht',
    erasedUser: 'Gelöschte Person',
    takeMine: 'Meine Daten herunterladen',
    eraseMine: 'Mein Konto löschen…',
    eraseMineTitle: 'Konto löschen?',
    eraseMineGoes:
      'Deine Nachrichten, Dateien, Reaktionen und dein Profil verschwinden, für alle und in allen Unterhaltungen.',
    eraseMineBack: 'Du wirst überall abgemeldet und kannst mit diesem Konto nicht zurückkommen.',
    erasePerson: 'Diese Person löschen…',
    erasePersonTitle: '{name} löschen?',
    erasePersonGoes:
      'Nachrichten, Dateien, Reaktionen und Profil der Person verschwinden, für alle und in allen Unterhaltungen.',
    erasePersonBack: 'Sie wird überall abgemeldet und kann mit diesem Konto nicht zurückkommen.',
    eraseStays: 'Was andere geschrieben haben, bleibt.',
    eraseSure: 'Mir ist klar, dass das nicht rückgängig zu machen ist.',
    eraseNow: 'Endgültig löschen',
    signOut: 'Auf diesem Gerät abmelden…',
    signOutTitle: 'Auf diesem Gerät abmelden?',
    signOutGoes:
      'Dieses Gerät vergisst, wer du bist, deine Entwürfe und nicht gesendete Nachrichten. Du kannst als neuer Gast zurückkommen.',
    signOutStays: 'Deine Nachrichten bleiben im Chat.',
    signOutNow: 'Abmelden',
  },
  ar: {
    retention: 'الاحتفاظ بالرسائل',
    forever: 'دائمًا',
    retentionHint: 'يُحذف ما هو أقدم للجميع، مع ملفاته.',
    download: 'تنزيل المحادثة',
    downloadHint: 'كما يمكنك قراءتها هنا. تُذكر الملفات بأسمائها ولا تُضمَّن.',
    page: 'كصفحة',
    text: 'كنص',
    data: 'كبيانات (JSON)',
    erasedSomebody: 'حُذف أحد المستخدمين',
    erasedUser: 'مستخدم محذوف',
    takeMine: 'تنزيل بياناتي',
    eraseMine: 'محو حسابي…',
    eraseMineTitle: 'هل تمحو حسابك؟',
    eraseMineGoes: 'تختفي رسائلك وملفاتك وتفاعلاتك وملفك الشخصي، لدى الجميع وفي كل المحادثات.',
    eraseMineBack: 'يُسجَّل خروجك من كل مكان، ولا يمكنك العودة بهذا الحساب.',
    erasePerson: 'محو هذا الشخص…',
    erasePersonTitle: 'هل تمحو {name}؟',
    erasePersonGoes: 'تختفي رسائله وملفاته وتفاعلاته وملفه الشخصي، لدى الجميع وفي كل المحادثات.',
    erasePersonBack: 'يُسجَّل خروجه من كل مكان، ولا يمكنه العودة بهذا الحساب.',
    eraseStays: 'يبقى ما كتبه الآخرون.',
    eraseSure: 'أفهم أنه لا يمكن التراجع عن هذا.',
    eraseNow: 'محو نهائي',
    signOut: 'تسجيل الخروج من هذا الجهاز…',
    signOutTitle: 'هل تريد تسجيل الخروج من هذا الجهاز؟',
    signOutGoes: 'ينسى هذا الجهاز هويتك ومسوداتك ورسائلك غير المرسلة. يمكنك العودة كضيف جديد.',
    signOutStays: 'تبقى رسائلك في المحادثة.',
    signOutNow: 'تسجيل الخروج',
  },
};

export const dataRightsTexts = localize<DataRightsTexts>(all);
