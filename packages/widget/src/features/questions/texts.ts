import type { QuestionOrder, QuestionState } from '@chat/protocol';
import type { Plural } from '../../i18n/dictionary.ts';
import { localize } from '../../i18n/localize.ts';

/** Texts of questions. */
export interface QuestionTexts {
  title: string;
  /** Label of the filters. */
  show: string;
  states: Record<QuestionState, string>;
  sort: string;
  orders: Record<QuestionOrder, string>;
  none: Record<QuestionState, string>;
  loading: string;
  more: string;
  yourQuestion: string;
  askAnonymously: string;
  ask: string;
  asked: string;
  anonymous: string;
  /** After the user's own name. */
  you: string;
  votes: Plural;
  vote: string;
  unvote: string;
  voted: string;
  voteWithdrawn: string;
  highlighted: string;
  highlight: string;
  unhighlight: string;
  highlightEnded: string;
  /** Puts the question on stage. */
  spotlight: string;
  unspotlight: string;
  /** The question is on stage. */
  onStage: string;
  spotlighted: string;
  spotlightEnded: string;
  answer: string;
  answerTo: string;
  writeAnswer: string;
  sendAnswer: string;
  /** A button. */
  markLive: string;
  answered: string;
  answeredLive: string;
  dismiss: string;
  dismissed: string;
  reopen: string;
  reopened: string;
  withdraw: string;
  withdrawn: string;
  waiting: Plural;
}

const en: QuestionTexts = {
  title: 'Questions',
  show: 'Show questions',
  states: { open: 'Open', answered: 'Answered', dismissed: 'Dismissed' },
  sort: 'Sort by',
  orders: { votes: 'Most votes', time: 'Newest' },
  none: {
    open: 'No open questions',
    answered: 'No answered questions yet',
    dismissed: 'No dismissed questions',
  },
  loading: 'Loading…',
  more: 'Show more',
  yourQuestion: 'Ask a question',
  askAnonymously: 'Ask anonymously',
  ask: 'Ask',
  asked: 'Question sent',
  anonymous: 'Anonymous',
  you: 'you',
  votes: { one: '{n} vote', other: '{n} votes' },
  vote: 'Vote for “{question}”',
  unvote: 'Remove vote for “{question}”',
  voted: 'Vote added',
  voteWithdrawn: 'Vote removed',
  highlighted: 'Now',
  highlight: 'Highlight',
  unhighlight: 'Stop highlighting',
  highlightEnded: 'No longer highlighted',
  spotlight: 'Spotlight',
  unspotlight: 'Remove from spotlight',
  onStage: 'In spotlight',
  spotlighted: 'Question spotlighted',
  spotlightEnded: 'Question removed from spotlight',
  answer: 'Answer',
  answerTo: 'Answer to “{question}”',
  writeAnswer: 'Write an answer',
  sendAnswer: 'Send answer',
  markLive: 'Answered live',
  answered: 'Answered',
  answeredLive: 'Answered live',
  dismiss: 'Dismiss',
  dismissed: 'Question dismissed',
  reopen: 'Reopen',
  reopened: 'Question reopened',
  withdraw: 'Delete',
  withdrawn: 'Question deleted',
  waiting: { one: '{n} open question', other: '{n} open questions' },
};

const es: QuestionTexts = {
  title: 'Preguntas',
  show: 'Mostrar preguntas',
  states: { open: 'Abiertas', answered: 'Respondidas', dismissed: 'Descartadas' },
  sort: 'Ordenar por',
  orders: { votes: 'Más votadas', time: 'Más recientes' },
  none: {
    open: 'No hay preguntas abiertas',
    answered: 'Aún no hay preguntas respondidas',
    dismissed: 'No hay preguntas descartadas',
  },
  loading: 'Cargando…',
  more: 'Mostrar más',
  yourQuestion: 'Haz una pregunta',
  askAnonymously: 'Preguntar de forma anónima',
  ask: 'Preguntar',
  asked: 'Pregunta enviada',
  anonymous: 'Anónimo',
  you: 'tú',
  votes: { one: '{n} voto', other: '{n} votos' },
  vote: 'Votar «{question}»',
  unvote: 'Quitar el voto a «{question}»',
  voted: 'Voto añadido',
  voteWithdrawn: 'Voto retirado',
  highlighted: 'Ahora',
  highlight: 'Destacar',
  unhighlight: 'Dejar de destacar',
  highlightEnded: 'Ya no está destacada',
  spotlight: 'Mostrar en pantalla',
  unspotlight: 'Quitar de la pantalla',
  onStage: 'En pantalla',
  spotlighted: 'Pregunta en pantalla',
  spotlightEnded: 'La pregunta ya no está en pantalla',
  answer: 'Responder',
  answerTo: 'Respuesta a «{question}»',
  writeAnswer: 'Escribe una respuesta',
  sendAnswer: 'Enviar respuesta',
  markLive: 'Respondida en directo',
  answered: 'Respondida',
  answeredLive: 'Respondida en directo',
  dismiss: 'Descartar',
  dismissed: 'Pregunta descartada',
  reopen: 'Volver a abrir',
  reopened: 'Pregunta abierta de nuevo',
  withdraw: 'Eliminar',
  withdrawn: 'Pregunta eliminada',
  waiting: { one: '{n} pregunta abierta', other: '{n} preguntas abiertas' },
};

const fr: QuestionTexts = {
  title: 'Questions',
  show: 'Afficher les questions',
  states: { open: 'Ouvertes', answered: 'Répondues', dismissed: 'Écartées' },
  sort: 'Trier par',
  orders: { votes: 'Plus de votes', time: 'Plus récentes' },
  none: {
    open: 'Aucune question ouverte',
    answered: 'Aucune réponse pour le moment',
    dismissed: 'Aucune question écartée',
  },
  loading: 'Chargement…',
  more: 'Afficher plus',
  yourQuestion: 'Posez une question',
  askAnonymously: 'Poser anonymement',
  ask: 'Poser',
  asked: 'Question envoyée',
  anonymous: 'Anonyme',
  you: 'vous',
  votes: { one: '{n} vote', other: '{n} votes' },
  vote: 'Voter pour « {question} »',
  unvote: 'Retirer le vote pour « {question} »',
  voted: 'Vote ajouté',
  voteWithdrawn: 'Vote retiré',
  highlighted: 'En ce moment',
  highlight: 'Mettre en avant',
  unhighlight: 'Ne plus mettre en avant',
  highlightEnded: 'N’est plus mise en avant',
  spotlight: 'Afficher à l’écran',
  unspotlight: 'Retirer de l’écran',
  onStage: 'À l’écran',
  spotlighted: 'Question affichée à l’écran',
  spotlightEnded: 'Question retirée de l’écran',
  answer: 'Répondre',
  answerTo: 'Réponse à « {question} »',
  writeAnswer: 'Écrire une réponse',
  sendAnswer: 'Envoyer la réponse',
  markLive: 'Répondue en direct',
  answered: 'Répondue',
  answeredLive: 'Répondue en direct',
  dismiss: 'Écarter',
  dismissed: 'Question écartée',
  reopen: 'Rouvrir',
  reopened: 'Question rouverte',
  withdraw: 'Supprimer',
  withdrawn: 'Question supprimée',
  waiting: { one: '{n} question ouverte', other: '{n} questions ouvertes' },
};

const pt: QuestionTexts = {
  title: 'Perguntas',
  show: 'Mostrar perguntas',
  states: { open: 'Abertas', answered: 'Respondidas', dismissed: 'Descartadas' },
  sort: 'Ordenar por',
  orders: { votes: 'Mais votadas', time: 'Mais recentes' },
  none: {
    open: 'Nenhuma pergunta aberta',
    answered: 'Nenhuma pergunta respondida ainda',
    dismissed: 'Nenhuma pergunta descartada',
  },
  loading: 'Carregando…',
  more: 'Mostrar mais',
  yourQuestion: 'Faça uma pergunta',
  askAnonymously: 'Perguntar anonimamente',
  ask: 'Perguntar',
  asked: 'Pergunta enviada',
  anonymous: 'Anônimo',
  you: 'você',
  votes: { one: '{n} voto', other: '{n} votos' },
  vote: 'Votar em “{question}”',
  unvote: 'Retirar o voto de “{question}”',
  voted: 'Voto adicionado',
  voteWithdrawn: 'Voto retirado',
  highlighted: 'Agora',
  highlight: 'Destacar',
  unhighlight: 'Remover destaque',
  highlightEnded: 'Destaque removido',
  spotlight: 'Mostrar na tela',
  unspotlight: 'Remover da tela',
  onStage: 'Na tela',
  spotlighted: 'Pergunta na tela',
  spotlightEnded: 'Pergunta removida da tela',
  answer: 'Responder',
  answerTo: 'Resposta a “{question}”',
  writeAnswer: 'Escreva uma resposta',
  sendAnswer: 'Enviar resposta',
  markLive: 'Respondida ao vivo',
  answered: 'Respondida',
  answeredLive: 'Respondida ao vivo',
  dismiss: 'Descartar',
  dismissed: 'Pergunta descartada',
  reopen: 'Reabrir',
  reopened: 'Pergunta reaberta',
  withdraw: 'Excluir',
  withdrawn: 'Pergunta excluída',
  waiting: { one: '{n} pergunta aberta', other: '{n} perguntas abertas' },
};

const de: QuestionTexts = {
  title: 'Fragen',
  show: 'Fragen anzeigen',
  states: { open: 'Offen', answered: 'Beantwortet', dismissed: 'Verworfen' },
  sort: 'Sortieren nach',
  orders: { votes: 'Meiste Stimmen', time: 'Neueste' },
  none: {
    open: 'Keine offenen Fragen',
    answered: 'Noch keine beantworteten Fragen',
    dismissed: 'Keine verworfenen Fragen',
  },
  loading: 'Wird geladen…',
  more: 'Mehr anzeigen',
  yourQuestion: 'Stell eine Frage',
  askAnonymously: 'Anonym fragen',
  ask: 'Fragen',
  asked: 'Frage gesendet',
  anonymous: 'Anonym',
  you: 'du',
  votes: { one: '{n} Stimme', other: '{n} Stimmen' },
  vote: 'Für „{question}“ stimmen',
  unvote: 'Stimme für „{question}“ zurückziehen',
  voted: 'Stimme gezählt',
  voteWithdrawn: 'Stimme zurückgezogen',
  highlighted: 'Jetzt',
  highlight: 'Hervorheben',
  unhighlight: 'Nicht mehr hervorheben',
  highlightEnded: 'Nicht mehr hervorgehoben',
  spotlight: 'Einblenden',
  unspotlight: 'Ausblenden',
  onStage: 'Eingeblendet',
  spotlighted: 'Frage eingeblendet',
  spotlightEnded: 'Frage ausgeblendet',
  answer: 'Antworten',
  answerTo: 'Antwort auf „{question}“',
  writeAnswer: 'Antwort schreiben',
  sendAnswer: 'Antwort senden',
  markLive: 'Live beantwortet',
  answered: 'Beantwortet',
  answeredLive: 'Live beantwortet',
  dismiss: 'Verwerfen',
  dismissed: 'Frage verworfen',
  reopen: 'Wieder öffnen',
  reopened: 'Frage wieder offen',
  withdraw: 'Löschen',
  withdrawn: 'Frage gelöscht',
  waiting: { one: '{n} offene Frage', other: '{n} offene Fragen' },
};

const ar: QuestionTexts = {
  title: 'الأسئلة',
  show: 'عرض الأسئلة',
  states: { open: 'مفتوحة', answered: 'تمت الإجابة عنها', dismissed: 'مستبعدة' },
  sort: 'الترتيب حسب',
  orders: { votes: 'الأكثر تصويتًا', time: 'الأحدث' },
  none: {
    open: 'لا توجد أسئلة مفتوحة',
    answered: 'لا توجد أسئلة تمت الإجابة عنها بعد',
    dismissed: 'لا توجد أسئلة مستبعدة',
  },
  loading: 'جارٍ التحميل…',
  more: 'عرض المزيد',
  yourQuestion: 'اطرح سؤالًا',
  askAnonymously: 'طرح السؤال دون ذكر الاسم',
  ask: 'إرسال السؤال',
  asked: 'تم إرسال السؤال',
  anonymous: 'مجهول',
  you: 'أنت',
  votes: {
    // The number stands on the button too, so voice control needs it in the name.
    zero: '{n} أصوات',
    one: '{n} صوت',
    two: '{n} صوت',
    few: '{n} أصوات',
    many: '{n} صوتًا',
    other: '{n} صوت',
  },
  vote: 'التصويت للسؤال «{question}»',
  unvote: 'سحب التصويت للسؤال «{question}»',
  voted: 'تم التصويت',
  voteWithdrawn: 'تم سحب التصويت',
  highlighted: 'الآن',
  highlight: 'تمييز',
  unhighlight: 'إلغاء التمييز',
  highlightEnded: 'لم يعد السؤال مميزًا',
  spotlight: 'عرض على الشاشة',
  unspotlight: 'إزالة من الشاشة',
  onStage: 'على الشاشة',
  spotlighted: 'السؤال معروض على الشاشة',
  spotlightEnded: 'أُزيل السؤال من الشاشة',
  answer: 'إجابة',
  answerTo: 'الإجابة عن «{question}»',
  writeAnswer: 'اكتب إجابة',
  sendAnswer: 'إرسال الإجابة',
  markLive: 'أُجيب عنه مباشرة',
  answered: 'تمت الإجابة',
  answeredLive: 'أُجيب عنه مباشرة',
  dismiss: 'استبعاد',
  dismissed: 'تم استبعاد السؤال',
  reopen: 'إعادة فتح',
  reopened: 'أُعيد فتح السؤال',
  withdraw: 'حذف',
  withdrawn: 'تم حذف السؤال',
  waiting: {
    zero: 'لا أسئلة مفتوحة',
    // The number stands on the button too, so voice control needs it in the name.
    one: '{n} سؤال مفتوح',
    two: '{n} سؤال مفتوح',
    few: '{n} أسئلة مفتوحة',
    many: '{n} سؤالًا مفتوحًا',
    other: '{n} سؤال مفتوح',
  },
};

const texts = { en, es, fr, pt, de, ar };

/** Changes for registers and regions. */
const variants = {
  'es-x-formal': { yourQuestion: 'Haga una pregunta', you: 'usted', writeAnswer: 'Escriba una respuesta' },
  'de-x-formal': { yourQuestion: 'Stellen Sie eine Frage', you: 'Sie' },
  'pt-pt': {
    loading: 'A carregar…',
    yourQuestion: 'Faz uma pergunta',
    anonymous: 'Anónimo',
    you: 'tu',
    writeAnswer: 'Escreve uma resposta',
    spotlight: 'Mostrar no ecrã',
    unspotlight: 'Remover do ecrã',
    onStage: 'No ecrã',
    spotlighted: 'Pergunta no ecrã',
    spotlightEnded: 'Pergunta removida do ecrã',
    markLive: 'Respondida em direto',
    answeredLive: 'Respondida em direto',
    withdraw: 'Eliminar',
    withdrawn: 'Pergunta eliminada',
  },
};

/** In the language of the page, else in English. */
export const questionTexts = localize<QuestionTexts>(texts, variants);
