import type { Input, Room } from '@chat/protocol';
import { html, type TemplateResult } from 'lit';
import type { Language } from '../../i18n/language.ts';
import { modeTexts } from './mode-texts.ts';

/** Settings of a live event, in the order of the form. */
const liveSettings = ['hands', 'lobby', 'attendance'] as const;
type LiveSetting = (typeof liveSettings)[number];

type Modes = Pick<
  Input<'room:update'>,
  'approval' | 'questions' | 'emojiOnly' | 'allowLinks' | 'privateMessages' | 'allowedReactions' | LiveSetting
>;

/** Which reactions are allowed, as the form shows it. */
const reactionsOf = ({ allowedReactions: allowed = 'all' }: Partial<Room>): 'all' | 'some' | 'none' =>
  allowed === 'all' ? 'all' : allowed.length > 0 ? 'some' : 'none';

/** The modes of a room, as the form shows them. */
const shownModes = (settings: Partial<Room>) => {
  const {
    questions = 'off',
    approval = 'off',
    privateMessages = 'everybody',
    allowLinks = true,
    emojiOnly = false,
  } = settings;
  return { questions, approval, privateMessages, allowLinks, emojiOnly, reactions: reactionsOf(settings) };
};

const choice = (
  name: string,
  label: string,
  chosen: string,
  options: Record<string, string>,
): TemplateResult => html`
  <label for=${name}>${label}</label>
  <select id=${name} name=${name}>
    ${Object.entries(options).map(
      ([value, text]) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`,
    )}
  </select>
`;

const toggle = (name: string, label: string, on: boolean): TemplateResult =>
  html`<label class="switch">
    <input type="checkbox" name=${name} .checked=${on} />
    <span>${label}</span>
  </label>`;

/** Fields for the approval and the modes of a room. */
export const modeFields = (settings: Partial<Room>, { tag }: Language): TemplateResult => {
  const texts = modeTexts(tag);
  const { questions, approval, privateMessages, reactions, allowLinks, emojiOnly } = shownModes(settings);
  return html`
    ${choice('approval', texts.approval, approval, texts.approvals)}
    ${choice('questions', texts.questions, questions, texts.questionModes)}
    ${choice('privateMessages', texts.privateMessages, privateMessages, texts.recipients)}
    ${choice('reactions', texts.reactions, reactions, {
      all: texts.allReactions,
      // The application has chosen them.
      ...(reactions === 'some' ? { some: texts.someReactions } : {}),
      none: texts.noReactions,
    })}
    ${toggle('allowLinks', texts.allowLinks, allowLinks)} ${toggle('emojiOnly', texts.emojiOnly, emojiOnly)}
    ${liveSettings.map((name) => toggle(name, texts[name], settings[name] === true))}
  `;
};

/** Returns the modes that the user changed in the form. */
export const modesIn = (form: FormData, settings: Partial<Room>): Modes => {
  const shown = shownModes(settings);
  const approval = form.get('approval') as typeof shown.approval;
  const questions = form.get('questions') as typeof shown.questions;
  const privateMessages = form.get('privateMessages') as typeof shown.privateMessages;
  const reactions = form.get('reactions');
  const allowLinks = form.has('allowLinks');
  const emojiOnly = form.has('emojiOnly');
  const changed = liveSettings.filter((name) => form.has(name) !== (settings[name] === true));
  return {
    ...Object.fromEntries(changed.map((name) => [name, form.has(name)])),
    ...(approval === shown.approval ? {} : { approval }),
    ...(questions === shown.questions ? {} : { questions }),
    ...(privateMessages === shown.privateMessages ? {} : { privateMessages }),
    ...(reactions === shown.reactions ? {} : { allowedReactions: reactions === 'none' ? [] : 'all' }),
    ...(allowLinks === shown.allowLinks ? {} : { allowLinks }),
    ...(emojiOnly === shown.emojiOnly ? {} : { emojiOnly }),
  };
};
