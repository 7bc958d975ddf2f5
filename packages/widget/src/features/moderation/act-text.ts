import type { AuditEntry } from '@chat/protocol';
import { html } from 'lit';
import { dataRightsTexts } from '../../i18n/data-rights-texts.ts';
import type { Language } from '../../i18n/language.ts';
import { filledWith, nameInText } from '../../ui/clipped-name.ts';
import type { ModerationTexts } from './texts.ts';

/** Says in words what was done. Isolates each value: two adjacent ones would swap places in a right-to-left text. */
export const actText = (entry: AuditEntry, language: Language, { acts }: ModerationTexts): unknown => {
  const { act, by, user, role, until } = entry;
  const { erasedSomebody, erasedUser } = dataRightsTexts(language.tag);
  if (act === 'user:erase') return erasedSomebody;
  const text = acts[act === 'member:mute' && until === null ? 'member:unmute' : act];
  return filledWith(text, {
    by: nameInText(by.name || erasedUser),
    user: user && nameInText(user.name || erasedUser),
    role: role && html`<bdi>${acts[role]}</bdi>`,
    time: until && html`<bdi>${language.dateTime(until)}</bdi>`,
  });
};
