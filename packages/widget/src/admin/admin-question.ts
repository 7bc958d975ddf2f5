import type { ChatClient } from '@chat/client';
import { html, nothing } from 'lit';
import { define } from '../core/define.ts';
import { fieldStyle } from '../styles/field.ts';
import { questionStyle } from './admin.styles.ts';
import { ConfirmDialog, type Confirmation } from '../ui/confirm-dialog.ts';

/** A question before a step. */
export interface Question {
  title: unknown;
  text?: string;
  confirm: string;
  /** The label of a text that goes with the step. */
  field?: string;
}

/** Asks before a step of an admin, and takes it once the admin confirms. */
export class AdminQuestion extends ConfirmDialog {
  static override styles = [...ConfirmDialog.styles, ...fieldStyle, questionStyle];
  #question: Question;
  #step: (text: string) => Promise<unknown>;

  constructor(question: Question, step: (text: string) => Promise<unknown>) {
    super();
    this.#question = question;
    this.#step = step;
  }

  protected override confirmation(): Confirmation {
    const { title, text, confirm, field } = this.#question;
    return {
      title,
      what: html`${text ? html`<p>${text}</p>` : nothing}`,
      ...(field === undefined
        ? {}
        : { condition: html`<label>${field} <input name="text" maxlength="500" dir="auto" /></label>` }),
      confirm,
      isDangerous: true,
    };
  }

  protected override act(_client: ChatClient): Promise<unknown> {
    return this.#step(this.renderRoot.querySelector('input')?.value.trim() ?? '');
  }
}

define('chat-admin-question', AdminQuestion);
