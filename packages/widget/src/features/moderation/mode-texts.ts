import { localize } from '../../i18n/localize.ts';

/** Texts of the settings that limit what participants may send. */
export interface ModeTexts {
  approval: string;
  approvals: { off: string; guests: string; everyone: string; links: string };
  privateMessages: string;
  recipients: { everybody: string; hosts: string; nobody: string };
  reactions: string;
  allReactions: string;
  someReactions: string;
  noReactions: string;
  allowLinks: string;
  emojiOnly: string;
  questions: string;
  questionModes: { off: string; named: string; anonymous: string };
  hands: string;
  lobby: string;
  attendance: string;
}

const en: ModeTexts = {
  approval: 'Approve messages before they appear',
  approvals: { off: 'Off', guests: 'From guests', everyone: 'From everyone', links: 'With links' },
  privateMessages: 'Private messages',
  recipients: { everybody: 'To everyone', hosts: 'Only to moderators', nobody: 'Off' },
  reactions: 'Reactions',
  allReactions: 'All emoji',
  someReactions: 'Selected emoji',
  noReactions: 'Off',
  allowLinks: 'Allow links',
  emojiOnly: 'Only emoji',
  questions: 'Questions',
  questionModes: { off: 'Off', named: 'With names', anonymous: 'Also anonymous' },
  hands: 'Raise hand',
  lobby: 'Waiting room',
  attendance: 'Record attendance',
};

const es: ModeTexts = {
  approval: 'Aprobar los mensajes antes de publicarlos',
  approvals: { off: 'Desactivado', guests: 'De invitados', everyone: 'De todos', links: 'Con enlaces' },
  privateMessages: 'Mensajes privados',
  recipients: { everybody: 'A cualquiera', hosts: 'Solo a moderadores', nobody: 'Desactivados' },
  reactions: 'Reacciones',
  allReactions: 'Todos los emojis',
  someReactions: 'Algunos emojis',
  noReactions: 'Desactivadas',
  allowLinks: 'Permitir enlaces',
  emojiOnly: 'Solo emojis',
  questions: 'Preguntas',
  questionModes: { off: 'Desactivadas', named: 'Con nombre', anonymous: 'También anónimas' },
  hands: 'Levantar la mano',
  lobby: 'Sala de espera',
  attendance: 'Registrar la asistencia',
};

const fr: ModeTexts = {
  approval: 'Approuver les messages avant publication',
  approvals: {
    off: 'Désactivé',
    guests: 'Des invités',
    everyone: 'De tout le monde',
    links: 'Avec des liens',
  },
  privateMessages: 'Messages privés',
  recipients: { everybody: 'À tout le monde', hosts: 'Aux modérateurs uniquement', nobody: 'Désactivés' },
  reactions: 'Réactions',
  allReactions: 'Tous les emojis',
  someReactions: 'Certains emojis',
  noReactions: 'Désactivées',
  allowLinks: 'Autoriser les liens',
  emojiOnly: 'Emojis uniquement',
  questions: 'Questions',
  questionModes: { off: 'Désactivées', named: 'Avec le nom', anonymous: 'Aussi anonymes' },
  hands: 'Lever la main',
  lobby: 'Salle d’attente',
  attendance: 'Enregistrer les présences',
};

const pt: ModeTexts = {
  approval: 'Aprovar mensagens antes de publicar',
  approvals: { off: 'Desativado', guests: 'De convidados', everyone: 'De todos', links: 'Com links' },
  privateMessages: 'Mensagens privadas',
  recipients: { everybody: 'Para todos', hosts: 'Só para moderadores', nobody: 'Desativadas' },
  reactions: 'Reações',
  allReactions: 'Todos os emojis',
  someReactions: 'Alguns emojis',
  noReactions: 'Desativadas',
  allowLinks: 'Permitir links',
  emojiOnly: 'Só emojis',
  questions: 'Perguntas',
  questionModes: { off: 'Desativadas', named: 'Com nome', anonymous: 'Também anônimas' },
  hands: 'Levantar a mão',
  lobby: 'Sala de espera',
  attendance: 'Registrar presença',
};

const de: ModeTexts = {
  approval: 'Nachrichten vor dem Anzeigen freigeben',
  approvals: { off: 'Aus', guests: 'Von Gästen', everyone: 'Von allen', links: 'Mit Links' },
  privateMessages: 'Private Nachrichten',
  recipients: { everybody: 'An alle', hosts: 'Nur an Moderatoren', nobody: 'Aus' },
  reactions: 'Reaktionen',
  allReactions: 'Alle Emojis',
  someReactions: 'Ausgewählte Emojis',
  noReactions: 'Aus',
  allowLinks: 'Links erlauben',
  emojiOnly: 'Nur Emojis',
  questions: 'Fragen',
  questionModes: { off: 'Aus', named: 'Mit Namen', anonymous: 'Auch anonym' },
  hands: 'Hand heben',
  lobby: 'Warteraum',
  attendance: 'Anwesenheit erfassen',
};

const ar: ModeTexts = {
  approval: 'الموافقة على الرسائل قبل ظهورها',
  approvals: { off: 'إيقاف', guests: 'من الضيوف', everyone: 'من الجميع', links: 'التي فيها روابط' },
  privateMessages: 'الرسائل الخاصة',
  recipients: { everybody: 'إلى الجميع', hosts: 'إلى المشرفين فقط', nobody: 'إيقاف' },
  reactions: 'التفاعلات',
  allReactions: 'كل الرموز التعبيرية',
  someReactions: 'رموز تعبيرية محددة',
  noReactions: 'إيقاف',
  allowLinks: 'السماح بالروابط',
  emojiOnly: 'رموز تعبيرية فقط',
  questions: 'الأسئلة',
  questionModes: { off: 'إيقاف', named: 'بالاسم', anonymous: 'دون ذكر الاسم أيضًا' },
  hands: 'رفع اليد',
  lobby: 'غرفة الانتظار',
  attendance: 'تسجيل الحضور',
};

/** In the language of the page, else in English. */
export const modeTexts = localize<ModeTexts>(
  { en, es, fr, pt, de, ar },
  { 'pt-pt': { questionModes: { anonymous: 'Também anónimas' } } },
);
