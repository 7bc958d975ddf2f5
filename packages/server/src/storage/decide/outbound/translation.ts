import type { ChangeOf } from '../../contract/change.ts';
import { refuse, type Decision, type View } from '../decision.ts';

/** A translation of one text of a message into one language, or who makes it. */
export interface StoredTranslation {
  text?: string;
  /** The language of the message, if it is known. */
  from?: string;
  /** The node that translates, until then, ms since the epoch. */
  node?: string;
  until?: number;
}

export const translationKind = 'translation';

/** `version`: identifies the text, so that an edit makes its translations obsolete. */
export const translationKey = (messageId: string, to: string, version: string): string =>
  `${messageId}:${to}:${version}`;

export type TranslationChange = ChangeOf<'claim-translation' | 'store-translation'>;

export const isTranslationChange = (change: { kind: string }): change is TranslationChange =>
  change.kind === 'claim-translation' || change.kind === 'store-translation';

/** Decides about the translation of a message. No rights are checked: the server does it for itself. */
export const decideTranslation = (view: View, change: TranslationChange): Decision => {
  if (view.head === null) return refuse('not_found', 'no such room');
  const found = view.message(change.messageId);
  if (found === null || found.message.deletedAt !== undefined) return refuse('not_found', 'no such message');
  return change.kind === 'claim-translation' ? claim(view, change) : store(view, change);
};

/** Most obsolete translations that one change removes. */
const mostRemoved = 20;

/** Lets one node translate a text; stores nothing if it is translated, or if another node translates it. */
const claim = (view: View, change: ChangeOf<'claim-translation'>): Decision => {
  const { messageId, key, node, at, until } = change;
  const body: StoredTranslation | undefined = view.record(translationKind, key)?.body;
  const isClaimed = body?.node !== undefined && body.node !== node && (body.until ?? 0) > at;
  if (body?.text !== undefined || isClaimed) return { kind: 'store', records: [] };
  return { kind: 'store', records: [{ kind: translationKind, key, messageId, body: { node, until } }] };
};

/** Stores a translation in place of those of earlier texts of the message. */
const store = (view: View, change: ChangeOf<'store-translation'>): Decision => {
  const { messageId, key, translation } = change;
  const language = key.slice(0, key.lastIndexOf(':'));
  const others = view
    // `;` sorts after `:`.
    .records(translationKind, { above: `${language}:`, below: `${language};`, limit: mostRemoved })
    .filter((record) => record.key !== key);
  return {
    kind: 'store',
    records: [
      { kind: translationKind, key, messageId, body: translation },
      ...others.map((record) => ({ kind: translationKind, key: record.key, body: null })),
    ],
  };
};
