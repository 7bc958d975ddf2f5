import type { ChatClientOptions, ChatError } from '@chat/client';
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { addPictureServer } from '../core/picture-url.ts';
import { defaultAddress } from '../core/server-address.ts';
import { define } from '../core/define.ts';
import { LanguageController } from '../i18n/language-controller.ts';
import type { Language } from '../i18n/language.ts';
import { base } from '../styles/base.ts';
import { fieldStyle } from '../styles/field.ts';
import { tokens } from '../styles/tokens.ts';
import { shellStyle } from './admin.styles.ts';
import { goEvent, type AdminSession, type Place } from './admin-section.ts';
import { createAdminCall } from './admin-call.ts';
import './admin-audit.ts';
import './admin-files.ts';
import './admin-open-rooms.ts';
import './admin-overview.ts';
import './admin-reports.ts';
import './admin-room.ts';
import './admin-rooms.ts';
import './admin-user.ts';
import './admin-users.ts';
import './admin-webhooks.ts';
import { sections, type AdminTexts, type Section } from './texts/dictionary.ts';
import { adminTexts } from './texts/texts.ts';

type Visitor = 'unknown' | 'admin' | 'refused';

/** Codes of errors after which the visitor has to sign in. */
const signedOut = new Set<string>(['unauthenticated', 'expired']);

const isSection = (name: string): name is Section => sections.some((each) => each === name);

/** Returns the place that the end of an address names: `#rooms/lobby`. */
const placeIn = (hash: string): Place => {
  const [name = '', target = ''] = hash.slice(1).split('/');
  const section = isSection(name) ? name : 'overview';
  try {
    return { section, target: decodeURIComponent(target) };
  } catch {
    return { section, target: '' };
  }
};

const hashOf = ({ section, target }: Place): string =>
  `#${section}${target === '' ? '' : `/${encodeURIComponent(target)}`}`;

/**
 * The page for operators: the state of the server, rooms, users, moderation, audit log, webhooks and files. It runs the
 * commands of the server as the visitor, who must be an admin.
 *
 * @attr lang - language of the texts; by default that of the page
 */
export class ChatAdmin extends LitElement {
  static override styles = [tokens, base, fieldStyle, shellStyle];
  static override properties = {
    src: {},
    token: {},
    signIn: { attribute: 'sign-in' },
    theme: { reflect: true },
    wholePage: { type: Boolean, attribute: 'whole-page' },
    place: { state: true },
    visitor: { state: true },
    problem: { state: true },
  };
  /** URL of the server, as for `<chat-room>`. */
  declare src: string;
  /** Token of an admin, or (as a property) a function that returns a fresh one. Without it the server may know the visitor by a cookie. */
  declare token: ChatClientOptions['token'] | null;
  /** Address of the page where admins sign in; without it the element asks for a token. */
  declare signIn: string;
  /** `light`, `dark`, or `auto`, which follows the `color-scheme` of the page. */
  declare theme: string;
  /** The element is the whole page: it fills the window, and the address names what it shows. */
  declare wholePage: boolean;
  declare place: Place;
  declare visitor: Visitor;
  declare problem: ChatError | null;

  #language = new LanguageController(this);
  #session: AdminSession | null = null;

  constructor() {
    super();
    this.src = this.signIn = '';
    this.token = this.problem = null;
    this.theme = 'auto';
    this.wholePage = false;
    this.place = { section: 'overview', target: '' };
    this.visitor = 'unknown';
    this.addEventListener(goEvent, (event) => this.#go((event as CustomEvent<Place>).detail));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('hashchange', this.#onHash);
    if (this.hasAttribute('whole-page')) this.place = placeIn(location.hash);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('hashchange', this.#onHash);
  }

  #onHash = (): void => {
    if (!this.wholePage) return;
    this.place = placeIn(location.hash);
    this.#focusHeading();
  };

  #go(place: Place): void {
    // The address changes first, and the place with it.
    if (this.wholePage && hashOf(place) !== location.hash) location.hash = hashOf(place);
    else {
      this.place = place;
      this.#focusHeading();
    }
  }

  /** What is shown has changed: a screen reader reads its heading. */
  #focusHeading(): void {
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
      this.renderRoot.querySelector<HTMLElement>('h2')?.focus();
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (this.isConnected && (changed.has('src') || changed.has('token'))) this.#enter();
  }

  /** Asks the server for what only admins get: it recognises the visitor by the token, or by a cookie. */
  #enter(): void {
    const src = (this.src || defaultAddress()).replace(/\/+$/, '');
    addPictureServer(src);
    const call = createAdminCall(src, this.token);
    const session: AdminSession = {
      src,
      call,
      onRefused: (error) => {
        if (session === this.#session && signedOut.has(error.code)) this.#refuse(error);
      },
    };
    this.#session = session;
    this.visitor = 'unknown';
    this.problem = null;
    call('server:stats', {}).then(
      () => {
        if (session === this.#session) this.visitor = 'admin';
      },
      (error: ChatError) => {
        if (session === this.#session) this.#refuse(error);
      },
    );
  }

  #refuse(error: ChatError): void {
    this.visitor = 'refused';
    this.problem = error;
  }

  protected override updated(): void {
    // Until the texts have come, the language is not that of the visitor.
    if (!this.wholePage || !this.#language.ready) return;
    const { tag } = this.#language.current;
    // Each assignment is a change to those who follow the language, this element among them.
    if (document.documentElement.lang !== tag) document.documentElement.lang = tag;
    const texts = adminTexts(tag);
    document.title = `${texts.sections[this.place.section]} · ${texts.title}`;
  }

  protected override render(): TemplateResult | typeof nothing {
    const session = this.#session;
    const language = this.#language.current;
    if (!session || !this.#language.ready) return nothing;
    return html`<div class="frame" dir=${language.dir}>
      ${this.visitor === 'admin' ? this.#page(session, language) : this.#door(language)}
    </div>`;
  }

  #page(session: AdminSession, language: Language): TemplateResult {
    const texts = adminTexts(language.tag);
    return html`<div class="layout">
      <header>
        <h1>${texts.title}</h1>
        <bdi class="host">${new URL(session.src, location.href).host}</bdi>
      </header>
      <nav aria-label=${texts.title}>
        <ul role="list">
          ${sections.map(
            (section) =>
              html`<li>
                <button
                  type="button"
                  aria-current=${section === this.place.section ? 'page' : nothing}
                  @click=${() => this.#go({ section, target: '' })}
                >
                  ${texts.sections[section]}
                </button>
              </li>`,
          )}
        </ul>
      </nav>
      <main>${this.#heading(texts)} ${keyed(hashOf(this.place), this.#section(session))}</main>
    </div>`;
  }

  #heading({ sections: names }: AdminTexts): TemplateResult {
    return html`<h2 tabindex="-1">${names[this.place.section]}</h2>`;
  }

  #section(session: AdminSession): TemplateResult {
    const { section, target } = this.place;
    if (section === 'overview') return html`<chat-admin-overview .session=${session}></chat-admin-overview>`;
    if (section === 'webhooks') return html`<chat-admin-webhooks .session=${session}></chat-admin-webhooks>`;
    if (section === 'users')
      return target === ''
        ? html`<chat-admin-users .session=${session}></chat-admin-users>`
        : html`<chat-admin-user .session=${session} .target=${target}></chat-admin-user>`;
    if (section === 'reports' && target === '')
      return html`<chat-admin-open-rooms .session=${session}></chat-admin-open-rooms>`;
    if (target === '')
      return html`<chat-admin-rooms .session=${session} .leadsTo=${section}></chat-admin-rooms>`;
    if (section === 'rooms')
      return html`<chat-admin-room .session=${session} .target=${target}></chat-admin-room>`;
    if (section === 'reports')
      return html`<chat-admin-reports .session=${session} .target=${target}></chat-admin-reports>`;
    if (section === 'audit')
      return html`<chat-admin-audit .session=${session} .target=${target}></chat-admin-audit>`;
    return html`<chat-admin-files .session=${session} .target=${target}></chat-admin-files>`;
  }

  /** The visitor is not known yet, or is no admin. */
  #door(language: Language): TemplateResult {
    const { problem } = this;
    const texts = adminTexts(language.tag).signIn;
    if (!problem) return html`<main class="door"><p role="status">${language.text('connecting')}</p></main>`;
    const isOutage = !signedOut.has(problem.code) && problem.code !== 'forbidden';
    // A visitor who has not signed in yet needs no explanation.
    const isNew = problem.code === 'unauthenticated' && !this.token;
    const text = problem.code === 'forbidden' ? texts.notAdmin : isNew ? '' : language.error(problem);
    return html`<main class="door">
      <h1>${texts.title}</h1>
      <p role="alert">${text}</p>
      ${isOutage ? html`<button type="button" class="primary" @click=${() => this.#enter()}>${language.text('retry')}</button>` : this.#signIn(texts)}
    </main>`;
  }

  #signIn({ token, button }: AdminTexts['signIn']): TemplateResult {
    if (this.signIn) return html`<a class="primary" href=${this.signIn}>${button}</a>`;
    return html`<form @submit=${this.#onToken}>
      <label>${token} <input type="password" name="token" required autocomplete="off" /></label>
      <button type="submit" class="primary">${button}</button>
    </form>`;
  }

  #onToken = (event: SubmitEvent): void => {
    event.preventDefault();
    const token = new FormData(event.target as HTMLFormElement).get('token');
    if (typeof token !== 'string') return;
    // The same token again is another attempt.
    if (token.trim() === this.token) this.#enter();
    else this.token = token.trim();
  };
}

define('chat-admin', ChatAdmin);
