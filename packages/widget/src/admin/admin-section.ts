import { ChatError, type ChatClient } from '@chat/client';
import { LitElement, html, type CSSResultGroup, type TemplateResult } from 'lit';
import { LanguageController } from '../i18n/language-controller.ts';
import type { Language } from '../i18n/language.ts';
import { avatarStyle } from '../styles/avatar.ts';
import { base } from '../styles/base.ts';
import { clippedNameStyle } from '../styles/clipped-name.ts';
import { fieldStyle } from '../styles/field.ts';
import { tokens } from '../styles/tokens.ts';
import { openConfirmation } from '../ui/confirm-dialog.ts';
import { AdminQuestion, type Question } from './admin-question.ts';
import type { AdminCall } from './admin-call.ts';
import { adminStyle } from './admin.styles.ts';
import type { AdminTexts, Section } from './texts/dictionary.ts';
import { adminTexts } from './texts/texts.ts';

/** An admin who is signed in. */
export interface AdminSession {
  /** The address of the chat. */
  src: string;
  call: AdminCall;
  /** Called with each error: the admin may no longer be signed in. */
  onRefused(error: ChatError): void;
}

/** What a section shows: `target` is the id of a room or a user. */
export interface Place {
  section: Section;
  target: string;
}

/** The event by which a section leads to another place. */
export const goEvent = 'chat-admin-go';

/** A part of the admin page: runs commands, and says what came of them. */
export abstract class AdminSection extends LitElement {
  static override styles: CSSResultGroup = [
    tokens,
    base,
    avatarStyle,
    clippedNameStyle,
    fieldStyle,
    adminStyle,
  ];
  static override properties = {
    session: { attribute: false },
    target: { attribute: false },
    problem: { state: true },
    notice: { state: true },
  };
  declare session: AdminSession;
  /** Id of the room or the user that is shown; empty: the list. */
  declare target: string;
  declare problem: string;
  declare notice: string;

  #language = new LanguageController(this);

  constructor() {
    super();
    this.target = this.problem = this.notice = '';
  }

  protected get language(): Language {
    return this.#language.current;
  }

  protected get texts(): AdminTexts {
    return adminTexts(this.language.tag);
  }

  /** Returns what is below the heading. */
  protected abstract content(): unknown;

  protected call: AdminCall = (name, input) => this.session.call(name, input);

  /** Runs a task. Resolves to undefined if it fails, and shows why. */
  async run<T>(work: () => Promise<T>): Promise<T | undefined> {
    this.problem = '';
    try {
      return await work();
    } catch (error) {
      const known = error instanceof ChatError ? error : new ChatError('internal', String(error));
      this.session.onRefused(known);
      this.problem = this.language.error(known);
      return undefined;
    }
  }

  /** Runs a task that changes something, then `after`. */
  protected change(work: () => Promise<unknown>, after: () => unknown): void {
    void this.#change(work, after);
  }

  async #change(work: () => Promise<unknown>, after: () => unknown): Promise<void> {
    this.notice = '';
    const keepPlace = this.#placeOfFocus();
    const isDone = (await this.run(async () => (await work(), true))) ?? false;
    if (!isDone) return;
    this.notice = this.texts.done;
    after();
    keepPlace();
  }

  /** Asks before a step that cannot be undone, then takes it. */
  protected ask(question: Question, act: (text: string) => Promise<unknown>, after: () => unknown): void {
    const dialog = new AdminQuestion(question, act);
    const keepPlace = this.#placeOfFocus();
    dialog.done = () => {
      this.notice = this.texts.done;
      after();
      keepPlace();
    };
    openConfirmation(dialog, { client: this.dialogClient, language: this.language, host: this });
  }

  /** Returns a function that moves the focus to the row in the same place, if the row that has it now is gone then. */
  #placeOfFocus(): () => void {
    const root = this.shadowRoot;
    const rows = (): Element[] => [...(root?.querySelectorAll('.card, tbody tr') ?? [])];
    const focused = root?.activeElement ?? null;
    const at = rows().findIndex((row) => row.contains(focused));
    return () =>
      void this.updateComplete.then(() => {
        if (at < 0 || focused?.isConnected) return;
        (rows()[at] ?? rows().at(-1))?.querySelector<HTMLElement>('button')?.focus();
      });
  }

  /** What dialogs of the widget have of a client: they run one command. */
  protected get dialogClient(): ChatClient {
    return { call: this.session.call, user: null } as unknown as ChatClient;
  }

  /** Saves what the server has at one of its paths, which a proxy may have prolonged. */
  protected save(url: string): void {
    const [below = url] = /\/(?:files|exports)\/[^/]+$/.exec(url) ?? [];
    const link = document.createElement('a');
    link.href = `${this.session.src}${below}`;
    link.download = '';
    link.click();
  }

  protected go(section: Section, target = ''): void {
    const detail: Place = { section, target };
    this.dispatchEvent(new CustomEvent(goEvent, { detail, bubbles: true, composed: true }));
  }

  protected override render(): TemplateResult {
    return html`<div class="section" dir=${this.language.dir}>
      <p class="problem" role="alert">${this.problem}</p>
      <p class="visually-hidden" role="status">${this.notice}</p>
      ${this.content()}
    </div>`;
  }
}
