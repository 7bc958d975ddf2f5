import type { Plural } from '../../i18n/dictionary.ts';
import { localize } from '../../i18n/localize.ts';

/** Texts of encrypted rooms. They say what is protected from whom, and never "secure". */
export interface EncryptionTexts {
  title: string;
  tooltip: string;
  /** Who can read the messages. */
  who: string;
  calls: string;
  /** What the server knows. */
  server: string;
  /** What an encrypted room does not have. */
  missing: string;
  /** Heading of the list. */
  devices: string;
  count: Plural;
  newKey: string;
  /** The device is not in the group of the room. */
  failed: string;
  /** The server denies that the room is encrypted. */
  denied: string;
  /** The server has sent what a correct one does not. */
  warning: string;
  /** In a room whose new members do not read the history. */
  noKey: string;
  /** In a room whose history comes later. */
  noKeyYet: string;
  invalid: string;
  /** Below the header, on a device without the account key. */
  waiting: string;
  waitingAction: string;
  /** On the lock, until there is a recovery key. */
  nag: string;
  /** The server has altered the account of a member. */
  alteredMember: string;
  /** The server has altered the user's own account. */
  alteredOwn: string;
  /** The key of a member has changed since it was verified. */
  lapsed: string;
  /** Opens the panel from below the header. */
  look: string;
}

const en: EncryptionTexts = {
  title: 'Encryption',
  tooltip: 'End-to-end encrypted',
  who: 'Messages here are end-to-end encrypted. Only the devices of the members can read them, not the server.',
  calls: 'Calls between two people are end-to-end encrypted too. Group calls aren’t.',
  server:
    'The server still sees who is in the conversation, who writes when, who is mentioned, how large files are, reactions and the title.',
  missing: 'Polls, scheduled messages, forwarding and translation don’t work here.',
  devices: 'Devices that can read messages',
  count: { one: '{n} device', other: '{n} devices' },
  newKey: '{name} is using a new device. Not sure it’s theirs? Ask them in person.',
  failed: 'This device can’t read the messages in this conversation.',
  denied: 'The server says that this conversation isn’t encrypted, although it was. Nothing is sent.',
  warning: 'The server sent keys of this conversation that are out of date or that no member made.',
  noKey: 'Sent before this device joined, so it can’t be read here.',
  noKeyYet: 'Sent before this device joined. It appears once a device that can read it comes online.',
  invalid: 'This message was altered or isn’t from this sender, so it isn’t shown.',
  waiting: 'This device can’t read this conversation yet.',
  waitingAction: 'Continue',
  nag: 'Create a recovery key so you don’t lose your messages',
  alteredMember: 'The server shows data about {name}’s keys that {name} didn’t sign.',
  lapsed: '{name}’s key has changed since you verified it. Compare the safety number again.',
  look: 'Compare',
  alteredOwn: 'Your account’s keys on the server aren’t the ones your devices signed.',
};

const es: EncryptionTexts = {
  title: 'Cifrado',
  tooltip: 'Cifrado de extremo a extremo',
  who: 'Los mensajes están cifrados de extremo a extremo. Solo pueden leerlos los dispositivos de los miembros, no el servidor.',
  calls: 'Las llamadas entre dos personas también están cifradas de extremo a extremo. Las de grupo, no.',
  server:
    'El servidor sí sabe quién está en la conversación, quién envía mensajes y cuándo, a quién se menciona, el tamaño de los archivos, las reacciones y el título.',
  missing: 'Aquí no hay encuestas, mensajes programados, reenvío ni traducción.',
  devices: 'Dispositivos que pueden leer los mensajes',
  count: { one: '{n} dispositivo', other: '{n} dispositivos' },
  newKey: '{name} usa un dispositivo nuevo. Si dudas de que sea suyo, pregúntale en persona.',
  failed: 'Este dispositivo no puede leer los mensajes de esta conversación.',
  denied: 'El servidor dice que esta conversación no está cifrada, pero lo está. No se envía nada.',
  warning: 'El servidor envió claves de esta conversación que son antiguas o que no creó ningún miembro.',
  noKey: 'Se envió antes de que este dispositivo se uniera, así que no se puede leer aquí.',
  noKeyYet:
    'Se envió antes de que este dispositivo se uniera. Aparecerá cuando esté en línea un dispositivo que pueda leerlo.',
  invalid: 'Este mensaje se alteró o no es de quien dice ser, así que no se muestra.',
  waiting: 'Este dispositivo todavía no puede leer esta conversación.',
  waitingAction: 'Continuar',
  nag: 'Crea una clave de recuperación para no perder tus mensajes',
  alteredMember: 'El servidor muestra datos de las claves de {name} que {name} no ha firmado.',
  lapsed: 'La clave de {name} ha cambiado desde que la verificaste. Compara otra vez el número de seguridad.',
  look: 'Comparar',
  alteredOwn: 'Las claves de tu cuenta en el servidor no son las que firmaron tus dispositivos.',
};

const fr: EncryptionTexts = {
  title: 'Chiffrement',
  tooltip: 'Chiffré de bout en bout',
  who: 'Les messages sont chiffrés de bout en bout. Seuls les appareils des membres peuvent les lire, pas le serveur.',
  calls: 'Les appels à deux sont aussi chiffrés de bout en bout. Les appels de groupe ne le sont pas.',
  server:
    'Le serveur sait qui participe à la conversation, qui écrit et quand, qui est mentionné, et connaît la taille des fichiers, les réactions et le titre.',
  missing: 'Sondages, messages programmés, transfert et traduction ne sont pas disponibles ici.',
  devices: 'Appareils pouvant lire les messages',
  count: { one: '{n} appareil', other: '{n} appareils' },
  newKey: '{name} utilise un nouvel appareil. En cas de doute, demandez-lui de vive voix.',
  failed: 'Cet appareil ne peut pas lire les messages de cette conversation.',
  denied:
    'Le serveur indique que cette conversation n’est pas chiffrée, alors qu’elle l’est. Rien n’est envoyé.',
  warning: 'Le serveur a envoyé des clés de cette conversation périmées, ou qu’aucun membre n’a créées.',
  noKey: 'Envoyé avant que cet appareil rejoigne la conversation : illisible ici.',
  noKeyYet:
    'Envoyé avant que cet appareil rejoigne la conversation. Il s’affichera dès qu’un appareil capable de le lire sera en ligne.',
  invalid: 'Ce message a été modifié ou ne vient pas de cette personne. Il n’est pas affiché.',
  waiting: 'Cet appareil ne peut pas encore lire cette conversation.',
  waitingAction: 'Continuer',
  nag: 'Créez une clé de récupération pour ne pas perdre vos messages',
  alteredMember: 'Le serveur présente des données sur les clés de {name} que {name} n’a pas signées.',
  lapsed:
    'La clé de {name} a changé depuis que vous l’avez vérifiée. Comparez à nouveau le numéro de sécurité.',
  look: 'Comparer',
  alteredOwn: 'Les clés de votre compte sur le serveur ne sont pas celles que vos appareils ont signées.',
};

const pt: EncryptionTexts = {
  title: 'Criptografia',
  tooltip: 'Criptografia de ponta a ponta',
  who: 'As mensagens são criptografadas de ponta a ponta. Só os dispositivos dos participantes podem lê-las, o servidor não.',
  calls:
    'As chamadas entre duas pessoas também são criptografadas de ponta a ponta. As chamadas em grupo, não.',
  server:
    'O servidor ainda sabe quem está na conversa, quem escreve e quando, quem é mencionado, o tamanho dos arquivos, as reações e o título.',
  missing: 'Enquetes, mensagens agendadas, encaminhamento e tradução não funcionam aqui.',
  devices: 'Dispositivos que podem ler as mensagens',
  count: { one: '{n} dispositivo', other: '{n} dispositivos' },
  newKey: '{name} está usando um novo dispositivo. Na dúvida, pergunte pessoalmente.',
  failed: 'Este dispositivo não pode ler as mensagens desta conversa.',
  denied: 'O servidor diz que esta conversa não é criptografada, mas ela é. Nada é enviado.',
  warning:
    'O servidor enviou chaves desta conversa que estão desatualizadas ou que nenhum participante criou.',
  noKey: 'Enviada antes de este dispositivo entrar na conversa, por isso não pode ser lida aqui.',
  noKeyYet:
    'Enviada antes de este dispositivo entrar na conversa. Ela aparecerá quando um dispositivo que possa lê-la estiver on-line.',
  invalid: 'Esta mensagem foi alterada ou não é deste remetente, por isso não é exibida.',
  waiting: 'Este dispositivo ainda não pode ler esta conversa.',
  waitingAction: 'Continuar',
  nag: 'Crie uma chave de recuperação para não perder suas mensagens',
  alteredMember: 'O servidor mostra dados das chaves de {name} que {name} não assinou.',
  lapsed: 'A chave de {name} mudou desde que você a verificou. Compare o número de segurança de novo.',
  look: 'Comparar',
  alteredOwn: 'As chaves da sua conta no servidor não são as que seus dispositivos assinaram.',
};

const de: EncryptionTexts = {
  title: 'Verschlüsselung',
  tooltip: 'Ende-zu-Ende-verschlüsselt',
  who: 'Die Nachrichten sind Ende-zu-Ende-verschlüsselt. Nur die Geräte der Mitglieder können sie lesen, der Server nicht.',
  calls: 'Anrufe zu zweit sind auch Ende-zu-Ende-verschlüsselt. Gruppenanrufe sind es nicht.',
  server:
    'Der Server sieht weiterhin, wer in der Unterhaltung ist, wer wann schreibt, wer erwähnt wird, wie groß Dateien sind, Reaktionen und den Titel.',
  missing: 'Umfragen, geplante Nachrichten, Weiterleiten und Übersetzung gibt es hier nicht.',
  devices: 'Geräte, die Nachrichten lesen können',
  count: { one: '{n} Gerät', other: '{n} Geräte' },
  newKey: '{name} nutzt ein neues Gerät. Im Zweifel frag persönlich nach.',
  failed: 'Dieses Gerät kann die Nachrichten dieser Unterhaltung nicht lesen.',
  denied:
    'Der Server sagt, diese Unterhaltung sei nicht verschlüsselt, obwohl sie es ist. Es wird nichts gesendet.',
  warning:
    'Der Server hat Schlüssel dieser Unterhaltung gesendet, die veraltet sind oder von keinem Mitglied stammen.',
  noKey: 'Gesendet, bevor dieses Gerät dabei war, und deshalb hier nicht lesbar.',
  noKeyYet:
    'Gesendet, bevor dieses Gerät dabei war. Die Nachricht erscheint, sobald ein Gerät online ist, das sie lesen kann.',
  invalid:
    'Diese Nachricht wurde verändert oder ist nicht von dieser Person und wird deshalb nicht angezeigt.',
  waiting: 'Dieses Gerät kann diese Unterhaltung noch nicht lesen.',
  waitingAction: 'Weiter',
  nag: 'Erstell einen Wiederherstellungsschlüssel, damit keine Nachrichten verloren gehen',
  alteredMember: 'Der Server zeigt Schlüsseldaten von {name}, die {name} nicht signiert hat.',
  lapsed:
    'Der Schlüssel von {name} hat sich geändert, seit du ihn bestätigt hast. Vergleich die Sicherheitsnummer noch einmal.',
  look: 'Vergleichen',
  alteredOwn: 'Die Schlüssel deines Kontos auf dem Server sind nicht die, die deine Geräte signiert haben.',
};

const ar: EncryptionTexts = {
  title: 'التشفير',
  tooltip: 'مشفّرة تمامًا بين الطرفين',
  who: 'الرسائل هنا مشفّرة تمامًا بين الطرفين. لا تستطيع قراءتها إلا أجهزة الأعضاء، ولا يستطيع الخادم ذلك.',
  calls: 'المكالمات بين شخصين مشفّرة تمامًا بين الطرفين أيضًا، أما المكالمات الجماعية فليست كذلك.',
  server:
    'يظل الخادم يعرف المشاركين في المحادثة، ومن يكتب ومتى، ومن تتم الإشارة إليه، وأحجام الملفات، والتفاعلات والعنوان.',
  missing: 'لا تتوفر هنا الاستطلاعات والرسائل المجدولة وإعادة التوجيه والترجمة.',
  devices: 'الأجهزة التي يمكنها قراءة الرسائل',
  count: {
    zero: 'لا أجهزة',
    one: 'جهاز واحد',
    two: 'جهازان',
    few: '{n} أجهزة',
    many: '{n} جهازًا',
    other: '{n} جهاز',
  },
  newKey: 'يستخدم {name} جهازًا جديدًا. إذا كنت غير متأكد، فاسأله شخصيًا.',
  failed: 'لا يستطيع هذا الجهاز قراءة رسائل هذه المحادثة.',
  denied: 'يقول الخادم إن هذه المحادثة غير مشفّرة، لكنها مشفّرة. لا يُرسل أي شيء.',
  warning: 'أرسل الخادم مفاتيح لهذه المحادثة قديمة أو لم ينشئها أي عضو.',
  noKey: 'أُرسلت قبل انضمام هذا الجهاز، لذا لا يمكن قراءتها هنا.',
  noKeyYet: 'أُرسلت قبل انضمام هذا الجهاز. ستظهر عندما يتصل جهاز يمكنه قراءتها.',
  invalid: 'عُدّلت هذه الرسالة أو ليست من هذا المرسل، لذا لا تُعرض.',
  waiting: 'لا يمكن لهذا الجهاز قراءة هذه المحادثة بعد.',
  waitingAction: 'متابعة',
  nag: 'أنشئ مفتاح استرداد حتى لا تفقد رسائلك',
  alteredMember: 'يعرض الخادم بيانات عن مفاتيح {name} لم يوقّعها {name}.',
  lapsed: 'تغيّر مفتاح {name} منذ أن تحققت منه. قارن رقم الأمان مرة أخرى.',
  look: 'مقارنة',
  alteredOwn: 'مفاتيح حسابك على الخادم ليست هي التي وقّعتها أجهزتك.',
};

const texts = { en, es, fr, pt, de, ar };

/** Changes for regions and registers. */
const variants = {
  'es-x-formal': {
    newKey: '{name} usa un dispositivo nuevo. Si duda de que sea suyo, pregúntele en persona.',
    nag: 'Cree una clave de recuperación para no perder sus mensajes',
    lapsed: 'La clave de {name} ha cambiado desde que la verificó. Compare otra vez el número de seguridad.',
    alteredOwn: 'Las claves de su cuenta en el servidor no son las que firmaron sus dispositivos.',
  },
  'de-x-formal': {
    newKey: '{name} nutzt ein neues Gerät. Fragen Sie im Zweifel persönlich nach.',
    nag: 'Erstellen Sie einen Wiederherstellungsschlüssel, damit keine Nachrichten verloren gehen',
    lapsed:
      'Der Schlüssel von {name} hat sich geändert, seit Sie ihn bestätigt haben. Vergleichen Sie die Sicherheitsnummer noch einmal.',
    alteredOwn: 'Die Schlüssel Ihres Kontos auf dem Server sind nicht die, die Ihre Geräte signiert haben.',
  },
  'pt-pt': {
    title: 'Encriptação',
    tooltip: 'Encriptação ponto a ponto',
    who: 'As mensagens são encriptadas ponto a ponto. Só os dispositivos dos participantes as podem ler, o servidor não.',
    server:
      'O servidor ainda sabe quem está na conversa, quem escreve e quando, quem é mencionado, o tamanho dos ficheiros, as reações e o título.',
    missing: 'Sondagens, mensagens agendadas, reencaminhamento e tradução não funcionam aqui.',
    newKey: '{name} está a usar um novo dispositivo. Em caso de dúvida, pergunte pessoalmente.',
    denied: 'O servidor diz que esta conversa não é encriptada, mas é. Nada é enviado.',
    warning: 'O servidor enviou chaves desta conversa desatualizadas ou que nenhum participante criou.',
    noKeyYet:
      'Enviada antes de este dispositivo entrar na conversa. Aparecerá quando um dispositivo que a possa ler estiver online.',
    invalid: 'Esta mensagem foi alterada ou não é deste remetente, por isso não é mostrada.',
    nag: 'Crie uma chave de recuperação para não perder as suas mensagens',
    lapsed: 'A chave de {name} mudou desde que a verificou. Compare novamente o número de segurança.',
    alteredOwn: 'As chaves da sua conta no servidor não são as que os seus dispositivos assinaram.',
  },
};

/** In the language of the page, else in English. */
export const encryptionTexts = localize<EncryptionTexts>(texts, variants);
