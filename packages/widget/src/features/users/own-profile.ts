import type { Users } from '@chat/client';
import {
  maxAboutLength,
  type ChosenStatus,
  type FieldRule,
  type Input,
  type OwnProfile,
  type Profile,
} from '@chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import type { Language } from '../../i18n/language.ts';
import type { ProfileTexts } from './texts.ts';

/** When a status may expire. */
export const lapses = ['never', 'halfHour', 'hour', 'today'] as const;
export type Lapse = (typeof lapses)[number];

const minuteMs = 60_000;

/** Ms since the epoch; undefined: never. `unchanged`: as before. Today ends at local midnight. */
export const lapseOf = (lapse: Lapse | 'unchanged', now: number, before?: number): number | undefined => {
  if (lapse === 'unchanged') return before;
  if (lapse === 'halfHour') return now + 30 * minuteMs;
  if (lapse === 'hour') return now + 60 * minuteMs;
  return lapse === 'today' ? new Date(now).setHours(24, 0, 0, 0) : undefined;
};

const statuses: readonly ChosenStatus[] = ['online', 'away', 'busy'];
const longestStatus = 200;
const longestName = 64;

/** The part of the profile card that the form needs. */
export interface OwnContext {
  profile: Profile;
  own: OwnProfile;
  language: Language;
  texts: ProfileTexts;
  users: Users;
  busy: boolean;
  act: (work: () => Promise<string | void>) => Promise<void>;
  /** Reads the profile again. */
  changed: () => Promise<void>;
}

/** The form of the own profile: status and fields. */
export const ownProfile = (context: OwnContext): TemplateResult => {
  const { profile, own, language, texts, busy } = context;
  return html`<form @submit=${(event: SubmitEvent) => onSubmit(event, context)}>
    ${own.canPicture ? picture(context) : nothing}
    <fieldset>
      <legend>${texts.status}</legend>
      <div class="statuses">
        ${statuses.map(
          (status) =>
            html`<label
              ><input type="radio" name="status" .value=${status} ?checked=${own.chosen === status} /><span
                ><i class="dot ${status}"></i>${language.text(status)}</span
              ></label
            >`,
        )}
      </div>
      <input
        name="statusText"
        dir="auto"
        maxlength=${longestStatus}
        autocomplete="off"
        placeholder=${texts.statusText}
        aria-label=${texts.statusText}
        .value=${profile.statusText ?? ''}
      />
      <label class="field"
        ><span>${texts.clearAfter}</span>
        <select name="lapse">
          ${own.statusUntil === undefined ? nothing : html`<option value="unchanged">${momentOf(own.statusUntil, language)}</option>`}
          ${lapses.map((lapse) => html`<option value=${lapse}>${texts[lapse]}</option>`)}
        </select></label
      >
    </fieldset>
    ${
      own.canRename
        ? html`<label class="field"
            ><span>${texts.name}</span
            ><input name="name" dir="auto" required maxlength=${longestName} .value=${profile.user.name}
          /></label>`
        : nothing
    }
    <label class="field"
      ><span>${texts.about}</span
      ><textarea
        name="about"
        rows="3"
        dir="auto"
        maxlength=${maxAboutLength}
        .value=${profile.about ?? ''}
      ></textarea>
    </label>
    ${own.fields.filter(({ fixed }) => !fixed).map((rule) => field(rule, profile))}
    <label class="choice"
      ><input
        type="checkbox"
        name="lastSeen"
        ?checked=${own.lastSeen === 'everyone'}
      />${texts.showLastSeen}</label
    >
    <button type="submit" class="primary" ?disabled=${busy}>${texts.save}</button>
  </form>`;
};

/** Short enough to fit into the field on a phone. */
const momentOf = (at: number, language: Language): string =>
  `${language.day(at, Date.now())}, ${language.time(at)}`;

const picture = (context: OwnContext): TemplateResult => {
  const { profile, texts, users, busy, act, changed } = context;
  const choose = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    input.value = '';
    if (file) void act(() => users.setPicture(file).then(changed));
  };
  const remove = () => act(() => users.update({ avatarUrl: null }).then(changed));
  return html`<div class="picture">
    <label class="link"
      ><input
        class="visually-hidden"
        type="file"
        accept="image/*"
        ?disabled=${busy}
        @change=${choose}
      />${texts.picture}</label
    >
    ${
      profile.user.avatarUrl
        ? html`<button type="button" class="link quiet" ?disabled=${busy} @click=${remove}>
            ${texts.removePicture}
          </button>`
        : nothing
    }
  </div>`;
};

const valueOf = ({ fields = [] }: Profile, name: string) => fields.find((each) => each.name === name)?.value;

const field = ({ name, label, type, maxLength }: FieldRule, profile: Profile): TemplateResult => {
  const value = valueOf(profile, name);
  if (type === 'boolean')
    return html`<label class="choice"
      ><input type="checkbox" name="field:${name}" ?checked=${value === true} />${label}</label
    >`;
  return html`<label class="field"
    ><span dir="auto">${label}</span
    ><input
      name="field:${name}"
      dir="auto"
      type=${type}
      step=${type === 'number' ? 'any' : nothing}
      maxlength=${type === 'text' ? maxLength : nothing}
      .value=${value === undefined ? '' : String(value)}
  /></label>`;
};

const onSubmit = (event: SubmitEvent, context: OwnContext): void => {
  event.preventDefault();
  const form = new FormData(event.target as HTMLFormElement);
  void context.act(() => save(form, context));
};

const textIn = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
};

const save = async (form: FormData, context: OwnContext): Promise<string> => {
  const { profile, own, users, texts, changed } = context;
  const status = textIn(form, 'status') as ChosenStatus;
  const text = textIn(form, 'statusText');
  const until = lapseOf(textIn(form, 'lapse') as Lapse | 'unchanged', Date.now(), own.statusUntil);
  if (status !== own.chosen || text !== (profile.statusText ?? '') || until !== own.statusUntil)
    await users.setStatus(status, { ...(text && { text }), ...(until === undefined ? {} : { until }) });
  const change = changeOf(form, context);
  if (Object.keys(change).length > 0) await users.update(change);
  await changed();
  return texts.saved;
};

/** Returns only changed values: the application may change the others meanwhile. */
const changeOf = (form: FormData, { profile, own }: OwnContext): Input<'user:update'> => {
  const name = textIn(form, 'name');
  const about = textIn(form, 'about');
  const lastSeen = form.has('lastSeen') ? 'everyone' : 'nobody';
  const fields: NonNullable<Input<'user:update'>['fields']> = {};
  for (const rule of own.fields) {
    if (rule.fixed) continue;
    const entered = textIn(form, `field:${rule.name}`);
    const before = valueOf(profile, rule.name);
    const next =
      rule.type === 'boolean'
        ? form.has(`field:${rule.name}`) || (before === undefined ? null : false)
        : entered === ''
          ? null
          : rule.type === 'number'
            ? Number(entered)
            : entered;
    if (next !== (before ?? null)) fields[rule.name] = next;
  }
  return {
    ...(own.canRename && name && name !== profile.user.name ? { name } : {}),
    ...(about === (profile.about ?? '') ? {} : { about }),
    ...(lastSeen === own.lastSeen ? {} : { lastSeen }),
    ...(Object.keys(fields).length > 0 ? { fields } : {}),
  };
};
