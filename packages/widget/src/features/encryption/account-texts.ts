import { localize } from '../../i18n/localize.ts';

/** Texts about the user's own devices in encrypted rooms, and their recovery. */
export interface AccountTexts {
  /** Heading, while recovery is not set up. */
  heading: string;
  why: string;
  create: string;
  /** Heading of the new key. */
  yourKey: string;
  keep: string;
  copy: string;
  copied: string;
  download: string;
  saved: string;
  isSetUp: string;
  replace: string;
  replaceHint: string;
  /** Heading on a device without the account key. */
  newDevice: string;
  newDeviceHint: string;
  removedHint: string;
  /** The field. */
  key: string;
  recover: string;
  startOver: string;
  startOverHint: string;
  mistyped: string;
  wrongKey: string;
  noKey: string;
  altered: string;
  yourDevices: string;
  thisDevice: string;
  unnamed: string;
  /** `{date}`: when it was added. */
  added: string;
  remove: string;
  removeWhich: string;
  removeHint: string;
  /** On a device with the account key. */
  approveNew: string;
  approveHint: string;
  code: string;
  approve: string;
  approved: string;
  /** On a new device. */
  useOther: string;
  useOtherHint: string;
  wrongCode: string;
  noRequest: string;
  noReply: string;
}

const en: AccountTexts = {
  heading: 'Don’t lose your messages',
  why: 'If you lose this device, you lose its messages too. A recovery key brings them back on a new device.',
  create: 'Create recovery key',
  yourKey: 'Your recovery key',
  keep: 'Keep it somewhere safe, such as a password manager. It’s shown only this once, and no one can restore it for you.',
  copy: 'Copy',
  copied: 'Copied',
  download: 'Download',
  saved: 'I’ve saved it',
  isSetUp: 'Your recovery key brings your messages back on a new device.',
  replace: 'Create new recovery key',
  replaceHint: 'The current recovery key will stop working.',
  newDevice: 'This device is new',
  newDeviceHint: 'It can’t read your encrypted messages yet. Enter your recovery key to get them back.',
  removedHint: 'This device was removed from your account. Enter your recovery key to use it again.',
  key: 'Recovery key',
  recover: 'Restore messages',
  startOver: 'Continue without history',
  startOverHint:
    'Without the key, your earlier messages may stay unreadable on this device. The others will see that you’re using a new key.',
  mistyped: 'A character is missing or wrong. Check the key.',
  wrongKey: 'That isn’t your recovery key.',
  noKey: 'You haven’t created a recovery key.',
  altered:
    'The server shows data about your account that your devices didn’t sign. Ask the people who run this chat before you go on.',
  yourDevices: 'Your devices',
  thisDevice: 'This device',
  unnamed: 'Another device',
  added: 'Added {date}',
  remove: 'Remove',
  removeWhich: 'Remove {name}?',
  removeHint: 'It will no longer be able to read new messages. It keeps those it already has.',
  approveNew: 'Approve a new device',
  approveHint: 'Enter the code that the new device shows.',
  code: 'Code',
  approve: 'Approve',
  approved: 'Device approved',
  useOther: 'Use another device',
  useOtherHint:
    'On a device that can read your messages, open this panel, choose “Approve a new device” and enter this code:',
  wrongCode: 'The code doesn’t match.',
  noRequest: 'No device is waiting for approval.',
  noReply: 'No device replied. Try again.',
};

const es: AccountTexts = {
  heading: 'No pierdas tus mensajes',
  why: 'Si pierdes este dispositivo, pierdes también sus mensajes. Con una clave de recuperación los recuperas en otro dispositivo.',
  create: 'Crear clave de recuperación',
  yourKey: 'Tu clave de recuperación',
  keep: 'Guárdala en un lugar seguro, por ejemplo en un gestor de contraseñas. Solo se muestra esta vez y nadie puede recuperarla por ti.',
  copy: 'Copiar',
  copied: 'Copiada',
  download: 'Descargar',
  saved: 'La he guardado',
  isSetUp: 'Con tu clave de recuperación recuperas tus mensajes en otro dispositivo.',
  replace: 'Crear otra clave de recuperación',
  replaceHint: 'La clave actual dejará de funcionar.',
  newDevice: 'Este dispositivo es nuevo',
  newDeviceHint:
    'Todavía no puede leer tus mensajes cifrados. Introduce tu clave de recuperación para recuperarlos.',
  removedHint:
    'Este dispositivo se eliminó de tu cuenta. Introduce tu clave de recuperación para volver a usarlo.',
  key: 'Clave de recuperación',
  recover: 'Recuperar mensajes',
  startOver: 'Continuar sin historial',
  startOverHint:
    'Sin la clave, es posible que no puedas leer tus mensajes anteriores en este dispositivo. Los demás verán que usas una clave nueva.',
  mistyped: 'Falta un carácter o hay uno incorrecto. Revisa la clave.',
  wrongKey: 'Esta no es tu clave de recuperación.',
  noKey: 'No has creado ninguna clave de recuperación.',
  altered:
    'El servidor muestra datos de tu cuenta que tus dispositivos no han firmado. Consulta a los responsables de este chat antes de continuar.',
  yourDevices: 'Tus dispositivos',
  thisDevice: 'Este dispositivo',
  unnamed: 'Otro dispositivo',
  added: 'Añadido el {date}',
  remove: 'Eliminar',
  removeWhich: '¿Eliminar {name}?',
  removeHint: 'Ya no podrá leer los mensajes nuevos. Conserva los que ya tiene.',
  approveNew: 'Aprobar un dispositivo nuevo',
  approveHint: 'Introduce el código que muestra el dispositivo nuevo.',
  code: 'Código',
  approve: 'Aprobar',
  approved: 'Dispositivo aprobado',
  useOther: 'Usar otro dispositivo',
  useOtherHint:
    'En un dispositivo que pueda leer tus mensajes, abre este panel, elige «Aprobar un dispositivo nuevo» e introduce este código:',
  wrongCode: 'El código no coincide.',
  noRequest: 'Ningún dispositivo está esperando aprobación.',
  noReply: 'Ningún dispositivo ha respondido. Inténtalo de nuevo.',
};

const fr: AccountTexts = {
  heading: 'Ne perdez pas vos messages',
  why: 'Si vous perdez cet appareil, vous perdez aussi ses messages. Une clé de récupération permet de les retrouver sur un autre appareil.',
  create: 'Créer une clé de récupération',
  yourKey: 'Votre clé de récupération',
  keep: 'Conservez-la en lieu sûr, par exemple dans un gestionnaire de mots de passe. Elle ne s’affiche qu’une fois et personne ne pourra la retrouver pour vous.',
  copy: 'Copier',
  copied: 'Copiée',
  download: 'Télécharger',
  saved: 'Je l’ai enregistrée',
  isSetUp: 'Votre clé de récupération permet de retrouver vos messages sur un autre appareil.',
  replace: 'Créer une nouvelle clé',
  replaceHint: 'La clé actuelle ne fonctionnera plus.',
  newDevice: 'Cet appareil est nouveau',
  newDeviceHint:
    'Il ne peut pas encore lire vos messages chiffrés. Saisissez votre clé de récupération pour les retrouver.',
  removedHint:
    'Cet appareil a été retiré de votre compte. Saisissez votre clé de récupération pour le réutiliser.',
  key: 'Clé de récupération',
  recover: 'Récupérer les messages',
  startOver: 'Continuer sans historique',
  startOverHint:
    'Sans la clé, vos anciens messages risquent de rester illisibles sur cet appareil. Les autres verront que vous utilisez une nouvelle clé.',
  mistyped: 'Un caractère manque ou est incorrect. Vérifiez la clé.',
  wrongKey: 'Ce n’est pas votre clé de récupération.',
  noKey: 'Vous n’avez pas créé de clé de récupération.',
  altered:
    'Le serveur présente des données de votre compte que vos appareils n’ont pas signées. Renseignez-vous auprès des responsables de ce chat avant de continuer.',
  yourDevices: 'Vos appareils',
  thisDevice: 'Cet appareil',
  unnamed: 'Autre appareil',
  added: 'Ajouté le {date}',
  remove: 'Retirer',
  removeWhich: 'Retirer {name} ?',
  removeHint: 'Il ne pourra plus lire les nouveaux messages. Il conserve ceux qu’il a déjà.',
  approveNew: 'Approuver un nouvel appareil',
  approveHint: 'Saisissez le code affiché par le nouvel appareil.',
  code: 'Code',
  approve: 'Approuver',
  approved: 'Appareil approuvé',
  useOther: 'Utiliser un autre appareil',
  useOtherHint:
    'Sur un appareil qui peut lire vos messages, ouvrez ce panneau, choisissez « Approuver un nouvel appareil » et saisissez ce code :',
  wrongCode: 'Le code ne correspond pas.',
  noRequest: 'Aucun appareil n’attend d’approbation.',
  noReply: 'Aucun appareil n’a répondu. Réessayez.',
};

const pt: AccountTexts = {
  heading: 'Não perca suas mensagens',
  why: 'Se você perder este dispositivo, perderá também as mensagens dele. Com uma chave de recuperação, você as recupera em outro dispositivo.',
  create: 'Criar chave de recuperação',
  yourKey: 'Sua chave de recuperação',
  keep: 'Guarde-a em um lugar seguro, como um gerenciador de senhas. Ela só aparece desta vez e ninguém pode recuperá-la para você.',
  copy: 'Copiar',
  copied: 'Copiada',
  download: 'Baixar',
  saved: 'Já guardei',
  isSetUp: 'Com sua chave de recuperação, você recupera suas mensagens em outro dispositivo.',
  replace: 'Criar nova chave de recuperação',
  replaceHint: 'A chave atual deixará de funcionar.',
  newDevice: 'Este dispositivo é novo',
  newDeviceHint:
    'Ele ainda não pode ler suas mensagens criptografadas. Digite sua chave de recuperação para recuperá-las.',
  removedHint:
    'Este dispositivo foi removido da sua conta. Digite sua chave de recuperação para usá-lo de novo.',
  key: 'Chave de recuperação',
  recover: 'Recuperar mensagens',
  startOver: 'Continuar sem histórico',
  startOverHint:
    'Sem a chave, suas mensagens anteriores podem continuar ilegíveis neste dispositivo. Os outros verão que você usa uma chave nova.',
  mistyped: 'Falta um caractere ou há um incorreto. Verifique a chave.',
  wrongKey: 'Esta não é a sua chave de recuperação.',
  noKey: 'Você não criou uma chave de recuperação.',
  altered:
    'O servidor mostra dados da sua conta que seus dispositivos não assinaram. Fale com os responsáveis por este chat antes de continuar.',
  yourDevices: 'Seus dispositivos',
  thisDevice: 'Este dispositivo',
  unnamed: 'Outro dispositivo',
  added: 'Adicionado em {date}',
  remove: 'Remover',
  removeWhich: 'Remover {name}?',
  removeHint: 'Ele não poderá mais ler mensagens novas. As que já tem continuam nele.',
  approveNew: 'Aprovar novo dispositivo',
  approveHint: 'Digite o código que o novo dispositivo mostra.',
  code: 'Código',
  approve: 'Aprovar',
  approved: 'Dispositivo aprovado',
  useOther: 'Usar outro dispositivo',
  useOtherHint:
    'Em um dispositivo que possa ler suas mensagens, abra este painel, escolha “Aprovar novo dispositivo” e digite este código:',
  wrongCode: 'O código não confere.',
  noRequest: 'Nenhum dispositivo aguarda aprovação.',
  noReply: 'Nenhum dispositivo respondeu. Tente de novo.',
};

const de: AccountTexts = {
  heading: 'Verlier deine Nachrichten nicht',
  why: 'Wenn du dieses Gerät verlierst, sind auch seine Nachrichten weg. Mit einem Wiederherstellungsschlüssel holst du sie auf ein neues Gerät zurück.',
  create: 'Wiederherstellungsschlüssel erstellen',
  yourKey: 'Dein Wiederherstellungsschlüssel',
  keep: 'Bewahre ihn sicher auf, zum Beispiel in einem Passwortmanager. Er wird nur dieses eine Mal angezeigt, und niemand kann ihn für dich wiederherstellen.',
  copy: 'Kopieren',
  copied: 'Kopiert',
  download: 'Herunterladen',
  saved: 'Ich habe ihn gespeichert',
  isSetUp: 'Mit deinem Wiederherstellungsschlüssel holst du deine Nachrichten auf ein neues Gerät zurück.',
  replace: 'Neuen Schlüssel erstellen',
  replaceHint: 'Der bisherige Schlüssel funktioniert dann nicht mehr.',
  newDevice: 'Dieses Gerät ist neu',
  newDeviceHint:
    'Es kann deine verschlüsselten Nachrichten noch nicht lesen. Gib deinen Wiederherstellungsschlüssel ein, um sie zurückzuholen.',
  removedHint:
    'Dieses Gerät wurde aus deinem Konto entfernt. Gib deinen Wiederherstellungsschlüssel ein, um es wieder zu nutzen.',
  key: 'Wiederherstellungsschlüssel',
  recover: 'Nachrichten wiederherstellen',
  startOver: 'Ohne Verlauf fortfahren',
  startOverHint:
    'Ohne den Schlüssel bleiben frühere Nachrichten auf diesem Gerät womöglich unlesbar. Die anderen sehen, dass du einen neuen Schlüssel nutzt.',
  mistyped: 'Ein Zeichen fehlt oder ist falsch. Prüf den Schlüssel.',
  wrongKey: 'Das ist nicht dein Wiederherstellungsschlüssel.',
  noKey: 'Du hast keinen Wiederherstellungsschlüssel erstellt.',
  altered:
    'Der Server zeigt Daten zu deinem Konto, die deine Geräte nicht signiert haben. Frag beim Betreiber dieses Chats nach, bevor du weitermachst.',
  yourDevices: 'Deine Geräte',
  thisDevice: 'Dieses Gerät',
  unnamed: 'Anderes Gerät',
  added: 'Hinzugefügt am {date}',
  remove: 'Entfernen',
  removeWhich: '{name} entfernen?',
  removeHint: 'Es kann dann keine neuen Nachrichten mehr lesen. Die vorhandenen bleiben darauf.',
  approveNew: 'Neues Gerät bestätigen',
  approveHint: 'Gib den Code ein, den das neue Gerät anzeigt.',
  code: 'Code',
  approve: 'Bestätigen',
  approved: 'Gerät bestätigt',
  useOther: 'Anderes Gerät verwenden',
  useOtherHint:
    'Öffne auf einem Gerät, das deine Nachrichten lesen kann, diesen Bereich, wähl „Neues Gerät bestätigen“ und gib diesen Code ein:',
  wrongCode: 'Der Code stimmt nicht.',
  noRequest: 'Kein Gerät wartet auf eine Bestätigung.',
  noReply: 'Kein Gerät hat geantwortet. Versuch es noch einmal.',
};

const ar: AccountTexts = {
  heading: 'لا تفقد رسائلك',
  why: 'إذا فقدت هذا الجهاز فستفقد رسائله أيضًا. يتيح لك مفتاح الاسترداد استعادتها على جهاز جديد.',
  create: 'إنشاء مفتاح استرداد',
  yourKey: 'مفتاح الاسترداد',
  keep: 'احفظه في مكان آمن، مثل مدير كلمات المرور. لن يظهر إلا هذه المرة، ولا يستطيع أحد استعادته لك.',
  copy: 'نسخ',
  copied: 'تم النسخ',
  download: 'تنزيل',
  saved: 'حفظته',
  isSetUp: 'يتيح لك مفتاح الاسترداد استعادة رسائلك على جهاز جديد.',
  replace: 'إنشاء مفتاح استرداد جديد',
  replaceHint: 'لن يعمل المفتاح الحالي بعد ذلك.',
  newDevice: 'هذا الجهاز جديد',
  newDeviceHint: 'لا يمكنه قراءة رسائلك المشفّرة بعد. أدخل مفتاح الاسترداد لاستعادتها.',
  removedHint: 'أُزيل هذا الجهاز من حسابك. أدخل مفتاح الاسترداد لاستخدامه مجددًا.',
  key: 'مفتاح الاسترداد',
  recover: 'استعادة الرسائل',
  startOver: 'المتابعة بدون السجل',
  startOverHint:
    'بدون المفتاح قد تبقى رسائلك السابقة غير قابلة للقراءة على هذا الجهاز. سيرى الآخرون أنك تستخدم مفتاحًا جديدًا.',
  mistyped: 'هناك حرف ناقص أو خاطئ. تحقق من المفتاح.',
  wrongKey: 'هذا ليس مفتاح الاسترداد الخاص بك.',
  noKey: 'لم تنشئ مفتاح استرداد.',
  altered: 'يعرض الخادم بيانات عن حسابك لم توقّعها أجهزتك. اسأل القائمين على هذه الدردشة قبل المتابعة.',
  yourDevices: 'أجهزتك',
  thisDevice: 'هذا الجهاز',
  unnamed: 'جهاز آخر',
  added: 'أُضيف في {date}',
  remove: 'إزالة',
  removeWhich: 'إزالة {name}؟',
  removeHint: 'لن يتمكن بعد ذلك من قراءة الرسائل الجديدة. وتبقى عليه الرسائل الموجودة.',
  approveNew: 'الموافقة على جهاز جديد',
  approveHint: 'أدخل الرمز الذي يعرضه الجهاز الجديد.',
  code: 'الرمز',
  approve: 'موافقة',
  approved: 'تمت الموافقة على الجهاز',
  useOther: 'استخدام جهاز آخر',
  useOtherHint:
    'على جهاز يمكنه قراءة رسائلك، افتح هذه اللوحة واختر «الموافقة على جهاز جديد» وأدخل هذا الرمز:',
  wrongCode: 'الرمز غير مطابق.',
  noRequest: 'لا يوجد جهاز في انتظار الموافقة.',
  noReply: 'لم يستجب أي جهاز. حاول مرة أخرى.',
};

const texts = { en, es, fr, pt, de, ar };

/** Changes for regions and registers. */
const variants = {
  'es-x-formal': {
    heading: 'No pierda sus mensajes',
    why: 'Si pierde este dispositivo, pierde también sus mensajes. Con una clave de recuperación los recupera en otro dispositivo.',
    yourKey: 'Su clave de recuperación',
    keep: 'Guárdela en un lugar seguro, por ejemplo en un gestor de contraseñas. Solo se muestra esta vez y nadie puede recuperarla por usted.',
    isSetUp: 'Con su clave de recuperación recupera sus mensajes en otro dispositivo.',
    newDeviceHint:
      'Todavía no puede leer sus mensajes cifrados. Introduzca su clave de recuperación para recuperarlos.',
    removedHint:
      'Este dispositivo se eliminó de su cuenta. Introduzca su clave de recuperación para volver a usarlo.',
    startOverHint:
      'Sin la clave, es posible que no pueda leer sus mensajes anteriores en este dispositivo. Los demás verán que usa una clave nueva.',
    mistyped: 'Falta un carácter o hay uno incorrecto. Revise la clave.',
    wrongKey: 'Esta no es su clave de recuperación.',
    noKey: 'No ha creado ninguna clave de recuperación.',
    altered:
      'El servidor muestra datos de su cuenta que sus dispositivos no han firmado. Consulte a los responsables de este chat antes de continuar.',
    yourDevices: 'Sus dispositivos',
    approveHint: 'Introduzca el código que muestra el dispositivo nuevo.',
    useOtherHint:
      'En un dispositivo que pueda leer sus mensajes, abra este panel, elija «Aprobar un dispositivo nuevo» e introduzca este código:',
    noReply: 'Ningún dispositivo ha respondido. Inténtelo de nuevo.',
  },
  'de-x-formal': {
    heading: 'Verlieren Sie Ihre Nachrichten nicht',
    why: 'Wenn Sie dieses Gerät verlieren, sind auch seine Nachrichten weg. Mit einem Wiederherstellungsschlüssel holen Sie sie auf ein neues Gerät zurück.',
    yourKey: 'Ihr Wiederherstellungsschlüssel',
    keep: 'Bewahren Sie ihn sicher auf, zum Beispiel in einem Passwortmanager. Er wird nur dieses eine Mal angezeigt, und niemand kann ihn für Sie wiederherstellen.',
    isSetUp: 'Mit Ihrem Wiederherstellungsschlüssel holen Sie Ihre Nachrichten auf ein neues Gerät zurück.',
    newDeviceHint:
      'Es kann Ihre verschlüsselten Nachrichten noch nicht lesen. Geben Sie Ihren Wiederherstellungsschlüssel ein, um sie zurückzuholen.',
    removedHint:
      'Dieses Gerät wurde aus Ihrem Konto entfernt. Geben Sie Ihren Wiederherstellungsschlüssel ein, um es wieder zu nutzen.',
    startOverHint:
      'Ohne den Schlüssel bleiben frühere Nachrichten auf diesem Gerät womöglich unlesbar. Die anderen sehen, dass Sie einen neuen Schlüssel nutzen.',
    mistyped: 'Ein Zeichen fehlt oder ist falsch. Prüfen Sie den Schlüssel.',
    wrongKey: 'Das ist nicht Ihr Wiederherstellungsschlüssel.',
    noKey: 'Sie haben keinen Wiederherstellungsschlüssel erstellt.',
    altered:
      'Der Server zeigt Daten zu Ihrem Konto, die Ihre Geräte nicht signiert haben. Fragen Sie beim Betreiber dieses Chats nach, bevor Sie weitermachen.',
    yourDevices: 'Ihre Geräte',
    approveHint: 'Geben Sie den Code ein, den das neue Gerät anzeigt.',
    useOtherHint:
      'Öffnen Sie auf einem Gerät, das Ihre Nachrichten lesen kann, diesen Bereich, wählen Sie „Neues Gerät bestätigen“ und geben Sie diesen Code ein:',
    noReply: 'Kein Gerät hat geantwortet. Versuchen Sie es noch einmal.',
  },
  'pt-pt': {
    heading: 'Não perca as suas mensagens',
    why: 'Se perder este dispositivo, perde também as mensagens dele. Com uma chave de recuperação, recupera-as noutro dispositivo.',
    yourKey: 'A sua chave de recuperação',
    keep: 'Guarde-a num local seguro, como um gestor de palavras-passe. Só é mostrada desta vez e ninguém a pode recuperar por si.',
    download: 'Transferir',
    isSetUp: 'Com a sua chave de recuperação, recupera as suas mensagens noutro dispositivo.',
    newDeviceHint:
      'Ainda não pode ler as suas mensagens encriptadas. Introduza a sua chave de recuperação para as recuperar.',
    removedHint:
      'Este dispositivo foi removido da sua conta. Introduza a sua chave de recuperação para o voltar a usar.',
    startOverHint:
      'Sem a chave, as suas mensagens anteriores podem continuar ilegíveis neste dispositivo. Os outros verão que usa uma chave nova.',
    mistyped: 'Falta um carácter ou há um incorreto. Verifique a chave.',
    noKey: 'Não criou uma chave de recuperação.',
    altered:
      'O servidor mostra dados da sua conta que os seus dispositivos não assinaram. Fale com os responsáveis por este chat antes de continuar.',
    yourDevices: 'Os seus dispositivos',
    removeHint: 'Deixará de poder ler mensagens novas. As que já tem continuam nele.',
    approveHint: 'Introduza o código que o novo dispositivo mostra.',
    useOtherHint:
      'Num dispositivo que possa ler as suas mensagens, abra este painel, escolha “Aprovar novo dispositivo” e introduza este código:',
    wrongCode: 'O código não corresponde.',
    noReply: 'Nenhum dispositivo respondeu. Tente novamente.',
  },
};

/** In the language of the page, else in English. */
export const accountTexts = localize<AccountTexts>(texts, variants);
