import type {
  AccountDevice,
  AccountState,
  AccountStatus,
  ApprovalRequest,
  ChatClient,
  ChatError,
} from '@chat/client';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { define } from '../../core/define.ts';
import { copyText } from '../../dom/clipboard.ts';
import { nextFrame } from '../../dom/next-frame.ts';
import { fillText } from '../../i18n/fill-text.ts';
import { LanguageController } from '../../i18n/language-controller.ts';
import { base } from '../../styles/base.ts';
import { tokens } from '../../styles/tokens.ts';
import { icons } from '../../ui/all-icons.ts';
import { accountStyle } from './account.styles.ts';
import { accountTexts, type AccountTexts } from './account-texts.ts';

/** Recovery keys that their users have not confirmed to have saved: the panel may be closed meanwhile. */
const unsaved = new WeakMap<ChatClient, string>();

const fileName = 'recovery-key.txt';

/** Hands a text to the user as a file. */
const downloadText = (text: string, from: Document): void => {
  const address = URL.createObjectURL(new Blob([`${text}\n`], { type: 'text/plain' }));
  const link = Object.assign(from.createElement('a'), { href: address, download: fileName });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
};

/** The user's own devices in encrypted rooms: their recovery key, and how they are removed. */
export class ChatAccountKeys extends LitElement {
  static override styles = [tokens, base, accountStyle];
  static override properties = {
    client: { attribute: false },
    account: { attribute: false },
    unnamed: { attribute: false },
    busy: { state: true },
    problem: { state: true },
    asking: { state: true },
    code: { state: true },
    said: { state: true },
  };
  /** The client to use. */
  declare client: ChatClient | null;
  /** Its account. */
  declare account: AccountState | null;
  /** Ids of devices of the user in the room that are not in the account. */
  declare unnamed: readonly string[];
  /** The code of this device, while it waits for another one. */
  declare code: string;
  /** Announced to screen readers. */
  declare said: string;
  declare busy: boolean;
  declare problem: string;
  /** The step that the user is asked about: `replace`, `approve`, `start-over`, or the id of a device. */
  declare asking: string;

  #language = new LanguageController(this);

  constructor() {
    super();
    this.client = null;
    this.account = null;
    this.unnamed = [];
    this.busy = false;
    this.problem = this.asking = this.code = this.said = '';
  }

  #request: ApprovalRequest | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#request?.cancel();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { client, account } = this;
    if (!client || !account) return nothing;
    const texts = accountTexts(this.#language.current.tag);
    const secret = unsaved.get(client);
    return html`
      ${secret === undefined ? this.#renderAccount(client, account.status, texts) : this.#renderSecret(client, secret, texts)}
      ${account.status === 'ready' ? this.#renderDevices(client, account, texts) : nothing}
      <span class="visually-hidden" role="status">${this.said}</span>
    `;
  }

  #renderAccount(
    client: ChatClient,
    status: AccountStatus,
    texts: AccountTexts,
  ): TemplateResult | typeof nothing {
    if (status === 'none') return this.#renderNag(client, texts);
    if (status === 'ready') return this.#renderReady(client, texts);
    if (status === 'needs_recovery' || status === 'removed')
      return this.#renderRecovery(client, status, texts);
    if (status === 'altered')
      return html`<p class="warning" role="alert">${icons.alert}<span>${texts.altered}</span></p>
        ${this.#renderStartOver(client, texts)}`;
    return nothing;
  }

  #renderNag(client: ChatClient, texts: AccountTexts): TemplateResult {
    return html`<div class="card calm">
      <h3>${texts.heading}</h3>
      <p>${texts.why}</p>
      ${this.#renderProblem()}
      <button type="button" class="primary" ?disabled=${this.busy} @click=${() => this.#create(client)}>
        ${texts.create}
      </button>
    </div>`;
  }

  #renderReady(client: ChatClient, texts: AccountTexts): TemplateResult {
    const { asking } = this;
    return html`<div class="card calm">
      ${asking === 'approve' ? nothing : html`<p>${texts.isSetUp}</p>`}
      ${
        asking === 'replace'
          ? html`${this.#renderProblem()}
            ${this.#renderConfirm(texts.replaceHint, texts.replace, () => this.#create(client))}`
          : nothing
      }
      ${asking === 'approve' ? this.#renderApproval(client, texts) : nothing}
      ${
        asking === 'replace' || asking === 'approve'
          ? nothing
          : html`<div class="buttons">
              <button type="button" @click=${() => this.#ask('approve')}>${texts.approveNew}</button>
              <button type="button" @click=${() => this.#ask('replace')}>${texts.replace}</button>
            </div>`
      }
    </div>`;
  }

  /** The field for the code of a new device. */
  #renderApproval(client: ChatClient, texts: AccountTexts): TemplateResult {
    const approve = async (event: SubmitEvent): Promise<void> => {
      event.preventDefault();
      await this.#run(() => client.encryption.approve(this.#typed));
      if (!this.problem) this.said = texts.approved;
    };
    return html`<form @submit=${(event: SubmitEvent) => void approve(event)}>
      <p>${texts.approveHint}</p>
      ${this.#renderField(texts.code)} ${this.#renderProblem()}
      <div class="buttons">
        <button type="button" @click=${() => this.#ask('')}>${this.#language.current.text('cancel')}</button>
        <button type="submit" class="primary" ?disabled=${this.busy}>${texts.approve}</button>
      </div>
    </form>`;
  }

  get #typed(): string {
    return this.renderRoot.querySelector<HTMLInputElement>('.key')?.value ?? '';
  }

  #renderField(label: string): TemplateResult {
    return html`<label for="key">${label}</label>
      <input
        id="key"
        class="key"
        type="text"
        dir="ltr"
        autocomplete="off"
        autocapitalize="characters"
        spellcheck="false"
        required
        aria-invalid=${this.problem ? 'true' : 'false'}
        aria-describedby="problem"
      />`;
  }

  #renderSecret(client: ChatClient, secret: string, texts: AccountTexts): TemplateResult {
    const copy = async (): Promise<void> => {
      await copyText(secret, this.ownerDocument);
      this.said = accountTexts(this.#language.current.tag).copied;
    };
    const save = (): void => {
      unsaved.delete(client);
      this.said = '';
      this.requestUpdate();
    };
    return html`<div class="card" role="group" aria-labelledby="your-key">
      <h3 id="your-key" tabindex="-1">${texts.yourKey}</h3>
      <code class="secret" dir="ltr" aria-label=${secret}
        >${secret.split('-').map((group) => html`<span>${group}</span>`)}</code
      >
      <p>${texts.keep}</p>
      <div class="buttons">
        <button type="button" @click=${() => void copy()}>${this.said || texts.copy}</button>
        <button type="button" @click=${() => downloadText(secret, this.ownerDocument)}>
          ${texts.download}
        </button>
        <button type="button" class="primary" @click=${save}>${texts.saved}</button>
      </div>
    </div>`;
  }

  #renderRecovery(client: ChatClient, status: AccountStatus, texts: AccountTexts): TemplateResult {
    const recover = (event: SubmitEvent): void => {
      event.preventDefault();
      void this.#run(() => client.encryption.recover(this.#typed));
    };
    return html`<div class="card">
        <h3>${texts.newDevice}</h3>
        <p>${status === 'removed' ? texts.removedHint : texts.newDeviceHint}</p>
        <form @submit=${recover}>
          ${this.#renderField(texts.key)} ${this.#renderProblem()}
          <button type="submit" class="primary" ?disabled=${this.busy}>${texts.recover}</button>
        </form>
      </div>
      ${
        this.code
          ? html`<div class="card" role="group" aria-label=${texts.useOther}>
              <p>${texts.useOtherHint}</p>
              <code class="secret code" dir="ltr" tabindex="-1">${this.code}</code>
            </div>`
          : html`<button type="button" class="small" @click=${() => void this.#useOther(client)}>
              ${texts.useOther}
            </button>`
      }
      ${this.#renderStartOver(client, texts)}`;
  }

  #renderStartOver(client: ChatClient, texts: AccountTexts): TemplateResult {
    if (this.asking !== 'start-over')
      return html`<button type="button" class="small" @click=${() => this.#ask('start-over')}>
        ${texts.startOver}
      </button>`;
    return html`<div class="card">
      ${this.#renderConfirm(texts.startOverHint, texts.startOver, () => this.#startOver(client))}
    </div>`;
  }

  /** Shows a code, and waits until another device takes it. */
  async #useOther(client: ChatClient): Promise<void> {
    this.#request = null;
    await this.#run(async () => {
      this.#request = await client.encryption.requestApproval();
      this.code = this.#request.code;
    });
    const request = this.#request as ApprovalRequest | null;
    if (!request) return;
    void this.#focus('.code');
    await request.approved.catch((error: unknown) => {
      if (this.isConnected) this.problem = this.#explain(error as ChatError);
    });
    this.code = '';
  }

  #renderConfirm(hint: string, step: string, run: () => Promise<void>, isDangerous = false): TemplateResult {
    return html`<p>${hint}</p>
      <div class="buttons">
        <button type="button" class="cancel" @click=${() => this.#ask('')}>
          ${this.#language.current.text('cancel')}
        </button>
        <button
          type="button"
          class=${isDangerous ? 'danger' : 'primary'}
          ?disabled=${this.busy}
          @click=${() => void run()}
        >
          ${step}
        </button>
      </div>`;
  }

  #renderProblem(): TemplateResult {
    return html`<p class="problem" id="problem" role="alert">${this.problem}</p>`;
  }

  #renderDevices(client: ChatClient, { devices }: AccountState, texts: AccountTexts): TemplateResult {
    const others = this.unnamed.map((id): AccountDevice => ({ id, name: '', addedAt: 0, isOwn: false }));
    const own = devices.filter(({ isOwn }) => isOwn);
    return html`<section>
      <h3 id="devices">${texts.yourDevices}</h3>
      <ul class="devices" role="list" aria-labelledby="devices">
        ${repeat(
          [...own, ...devices.filter(({ isOwn }) => !isOwn), ...others],
          ({ id }) => id,
          (device) => this.#renderDevice(client, device, texts),
        )}
      </ul>
    </section>`;
  }

  #renderDevice(client: ChatClient, device: AccountDevice, texts: AccountTexts): TemplateResult {
    const { id, isOwn, addedAt } = device;
    const { tag } = this.#language.current;
    const name = device.name || texts.unnamed;
    const date = new Intl.DateTimeFormat(tag, { dateStyle: 'medium' }).format(addedAt);
    const note = isOwn ? texts.thisDevice : addedAt > 0 ? fillText(texts.added, { date }) : '';
    const confirm = (): TemplateResult =>
      html`<div class="confirm card calm" role="group" aria-label=${fillText(texts.removeWhich, { name })}>
        <b>${fillText(texts.removeWhich, { name })}</b>
        ${this.#renderProblem()}
        ${this.#renderConfirm(texts.removeHint, texts.remove, () => this.#remove(client, id), true)}
      </div>`;
    return html`<li>
      <span class="device"><bdi>${name}</bdi><span class="note">${note}</span></span>
      ${
        isOwn || this.asking === id
          ? nothing
          : html`<button
              type="button"
              class="small"
              aria-label=${`${texts.remove}: ${name}`}
              @click=${() => this.#ask(id)}
            >
              ${texts.remove}
            </button>`
      }
      ${this.asking === id ? confirm() : nothing}
    </li>`;
  }

  /** Asks for a confirmation, and leads the focus to it or back. */
  #ask(step: string): void {
    this.asking = step;
    this.problem = '';
    if (step) void this.#focus(step === 'approve' ? '.key' : '.cancel');
  }

  async #focus(selector: string): Promise<void> {
    await this.updateComplete;
    await nextFrame();
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }

  #create = (client: ChatClient): Promise<void> =>
    this.#show(client, () => client.encryption.setUpRecovery());

  #startOver = (client: ChatClient): Promise<void> => this.#show(client, () => client.encryption.startOver());

  /** Shows the recovery key that `make` resolves to. */
  async #show(client: ChatClient, make: () => Promise<string>): Promise<void> {
    await this.#run(async () => void unsaved.set(client, await make()));
    if (!this.problem) await this.#focus('#your-key');
  }

  #remove = (client: ChatClient, id: string): Promise<void> =>
    this.#run(() => client.encryption.removeDevice(id));

  async #run(work: () => Promise<unknown>): Promise<void> {
    const step = this.asking;
    this.busy = true;
    this.problem = '';
    try {
      await work();
      // The user may be at another step by now.
      if (this.asking === step) this.asking = '';
    } catch (error) {
      this.problem = this.#explain(error as ChatError);
    }
    this.busy = false;
  }

  #explain(error: ChatError): string {
    const language = this.#language.current;
    const texts = accountTexts(language.tag);
    if (error.reason === 'secret_mistyped') return texts.mistyped;
    if (error.reason === 'wrong_secret') return texts.wrongKey;
    if (error.reason === 'no_recovery') return texts.noKey;
    if (error.reason === 'wrong_code') return texts.wrongCode;
    if (error.reason === 'no_request') return texts.noRequest;
    if (error.code === 'timeout') return texts.noReply;
    if (error.reason === 'account_altered') return texts.altered;
    return language.error(error);
  }
}

define('chat-account-keys', ChatAccountKeys);
