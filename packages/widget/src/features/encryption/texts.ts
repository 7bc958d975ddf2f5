import type { Plural } from '../../i18n/dictionary.ts';
import { localize } from '../../i18n/localize.ts';

/** Texts of encrypted rooms. They say what is protected from whom, and never "secure". */
export interface EncryptionTexts {
  title: string;
  tooltip: string;
  /** Who can read the messages. */
  who: string;
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
  /** In a room whose new members do not read the history. */
  noKey: string;
  /** In a room whose history comes later. */
  noKeyYet: string;
  invalid: string;
}

const en: EncryptionTexts = {
  title: 'Encryption',
  tooltip: 'End-to-end encrypted',
  who: 'Messages here are end-to-end encrypted. Only the devices of the members can read them, not the server.',
  server:
    'The server still sees who is in the conversation, who writes when, who is mentioned, reactions and the title.',
  missing: 'Files, search, polls, scheduled messages, forwarding and translation don’t work here.',
  devices: 'Devices that can read messages',
  count: { one: '{n} device', other: '{n} devices' },
  newKey: '{name} is using a new device. Not sure it’s theirs? Ask them in person.',
  failed: 'This device can’t read the messages in this conversation.',
  noKey: 'Sent before this device joined, so it can’t be read here.',
  noKeyYet: 'Sent before this device joined. It appears once a device that can read it comes online.',
  invalid: 'This message was altered or isn’t from this sender, so it isn’t shown.',
};

const es: EncryptionTexts = {
  title: 'Cifrado',
  tooltip: 'Cifrado de extremo a extremo',
  who: 'Los mensajes están cifrados de extremo a extremo. Solo pueden leerlos los dispositivos de los miembros, no el servidor.',
  server:
    'El servidor sí sabe quién está en la conversación, quién envía mensajes y cuándo, a quién se menciona, las reacciones y el título.',
  missing: 'Aquí no hay archivos, búsqueda, encuestas, mensajes programados, reenvío ni traducción.',
  devices: 'Dispositivos que pueden leer los mensajes',
  count: { one: '{n} dispositivo', other: '{n} dispositivos' },
  newKey: '{name} usa un dispositivo nuevo. Si dudas de que sea suyo, pregúntale en persona.',
  failed: 'Este dispositivo no puede leer los mensajes de esta conversación.',
  noKey: 'Se envió antes de que este dispositivo se uniera, así que no se puede leer aquí.',
  noKeyYet:
    'Se envió antes de que este dispositivo se uniera. Aparecerá cuando esté en línea un dispositivo que pueda leerlo.',
  invalid: 'Este mensaje se alteró o no es de quien dice ser, así que no se muestra.',
};

const fr: EncryptionTexts = {
  title: 'Chiffrement',
  tooltip: 'Chiffré de bout en bout',
  who: 'Les messages sont chiffrés de bout en bout. Seuls les appareils des membres peuvent les lire, pas le serveur.',
  server:
    'Le serveur sait qui participe à la conversation, qui écrit et quand, qui est mentionné, et connaît les réactions et le titre.',
  missing:
    'Fichiers, recherche, sondages, messages programmés, transfert et traduction ne sont pas disponibles ici.',
  devices: 'Appareils pouvant lire les messages',
  count: { one: '{n} appareil', other: '{n} appareils' },
  newKey: '{name} utilise un nouvel appareil. En cas de doute, demandez-lui de vive voix.',
  failed: 'Cet appareil ne peut pas lire les messages de cette conversation.',
  noKey: 'Envoyé avant que cet appareil rejoigne la conversation : illisible ici.',
  noKeyYet:
    'Envoyé avant que cet appareil rejoigne la conversation. Il s’affichera dès qu’un appareil capable de le lire sera en ligne.',
  invalid: 'Ce message a été modifié ou ne vient pas de cette personne. Il n’est pas affiché.',
};

const pt: EncryptionTexts = {
  title: 'Criptografia',
  tooltip: 'Criptografia de ponta a ponta',
  who: 'As mensagens são criptografadas de ponta a ponta. Só os dispositivos dos participantes podem lê-las, o servidor não.',
  server:
    'O servidor ainda sabe quem está na conversa, quem escreve e quando, quem é mencionado, as reações e o título.',
  missing: 'Arquivos, pesquisa, enquetes, mensagens agendadas, encaminhamento e tradução não funcionam aqui.',
  devices: 'Dispositivos que podem ler as mensagens',
  count: { one: '{n} dispositivo', other: '{n} dispositivos' },
  newKey: '{name} está usando um novo dispositivo. Na dúvida, pergunte pessoalmente.',
  failed: 'Este dispositivo não pode ler as mensagens desta conversa.',
  noKey: 'Enviada antes de este dispositivo entrar na conversa, por isso não pode ser lida aqui.',
  noKeyYet:
    'Enviada antes de este dispositivo entrar na conversa. Ela aparecerá quando um dispositivo que possa lê-la estiver on-line.',
  invalid: 'Esta mensagem foi alterada ou não é deste remetente, por isso não é exibida.',
};

const de: EncryptionTexts = {
  title: 'Verschlüsselung',
  tooltip: 'Ende-zu-Ende-verschlüsselt',
  who: 'Die Nachrichten sind Ende-zu-Ende-verschlüsselt. Nur die Geräte der Mitglieder können sie lesen, der Server nicht.',
  server:
    'Der Server sieht weiterhin, wer in der Unterhaltung ist, wer wann schreibt, wer erwähnt wird, Reaktionen und den Titel.',
  missing: 'Dateien, Suche, Umfragen, geplante Nachrichten, Weiterleiten und Übersetzung gibt es hier nicht.',
  devices: 'Geräte, die Nachrichten lesen können',
  count: { one: '{n} Gerät', other: '{n} Geräte' },
  newKey: '{name} nutzt ein neues Gerät. Im Zweifel frag persönlich nach.',
  failed: 'Dieses Gerät kann die Nachrichten dieser Unterhaltung nicht lesen.',
  noKey: 'Gesendet, bevor dieses Gerät dabei war, und deshalb hier nicht lesbar.',
  noKeyYet:
    'Gesendet, bevor dieses Gerät dabei war. Die Nachricht erscheint, sobald ein Gerät online ist, das sie lesen kann.',
  invalid:
    'Diese Nachricht wurde verändert oder ist nicht von dieser Person und wird deshalb nicht angezeigt.',
};

const ar: EncryptionTexts = {
  title: 'التشفير',
  tooltip: 'مشفّرة تمامًا بين الطرفين',
  who: 'الرسائل هنا مشفّرة تمامًا بين الطرفين. لا تستطيع قراءتها إلا أجهزة الأعضاء، ولا يستطيع الخادم ذلك.',
  server: 'يظل الخادم يعرف المشاركين في المحادثة، ومن يكتب ومتى، ومن تتم الإشارة إليه، والتفاعلات والعنوان.',
  missing: 'لا تتوفر هنا الملفات والبحث والاستطلاعات والرسائل المجدولة وإعادة التوجيه والترجمة.',
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
  noKey: 'أُرسلت قبل انضمام هذا الجهاز، لذا لا يمكن قراءتها هنا.',
  noKeyYet: 'أُرسلت قبل انضمام هذا الجهاز. ستظهر عندما يتصل جهاز يمكنه قراءتها.',
  invalid: 'عُدّلت هذه الرسالة أو ليست من هذا المرسل، لذا لا تُعرض.',
};

const texts = { en, es, fr, pt, de, ar };

/** Changes for regions and registers. */
const variants = {
  'es-x-formal': {
    newKey: '{name} usa un dispositivo nuevo. Si duda de que sea suyo, pregúntele en persona.',
  },
  'de-x-formal': {
    newKey: '{name} nutzt ein neues Gerät. Fragen Sie im Zweifel persönlich nach.',
  },
  'pt-pt': {
    title: 'Encriptação',
    tooltip: 'Encriptação ponto a ponto',
    who: 'As mensagens são encriptadas ponto a ponto. Só os dispositivos dos participantes as podem ler, o servidor não.',
    missing:
      'Ficheiros, pesquisa, sondagens, mensagens agendadas, reencaminhamento e tradução não funcionam aqui.',
    newKey: '{name} está a usar um novo dispositivo. Em caso de dúvida, pergunte pessoalmente.',
    noKeyYet:
      'Enviada antes de este dispositivo entrar na conversa. Aparecerá quando um dispositivo que a possa ler estiver online.',
    invalid: 'Esta mensagem foi alterada ou não é deste remetente, por isso não é mostrada.',
  },
};

/** In the language of the page, else in English. */
export const encryptionTexts = localize<EncryptionTexts>(texts, variants);
