import type { WebhookDelivery, WebhookStatus } from '@chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { define } from '../core/define.ts';
import { fillText } from '../i18n/fill-text.ts';
import { AdminSection } from './admin-section.ts';
import { button, facts, link, listView, moment, table } from './admin-table.ts';
import { PagedList } from './paged-list.ts';

/** The webhooks of the server with their last deliveries. */
export class AdminWebhooks extends AdminSection {
  #webhooks = new PagedList<WebhookStatus>(this, async () => {
    const { webhooks } = await this.call('webhook:list', {});
    return { items: webhooks, hasMore: false };
  });

  protected override content(): unknown {
    const { texts, language } = this;
    return html`<div class="buttons">${button(texts.refresh, () => void this.#webhooks.reload())}</div>
      ${listView(
        this.#webhooks,
        language,
        (webhooks) => webhooks.map((webhook) => this.#webhook(webhook)),
        texts.webhooks.none,
      )}`;
  }

  #webhook({
    name,
    url,
    delivered,
    failed,
    roomsBehind,
    pausedUntil,
    deliveries,
  }: WebhookStatus): TemplateResult {
    const { language } = this;
    const texts = this.texts.webhooks;
    const isPaused = pausedUntil !== undefined && pausedUntil > Date.now();
    return html`<h3 dir="auto">${name}</h3>
      ${isPaused ? html`<p class="failed">${fillText(texts.paused, { time: language.time(pausedUntil) })}</p>` : nothing}
      ${facts([
        ['URL', html`<bdi>${url}</bdi>`],
        [texts.delivered, language.number(delivered)],
        [texts.failed, language.number(failed)],
        [texts.behind, language.number(roomsBehind)],
      ])}
      ${deliveries.length === 0 ? nothing : this.#deliveries(deliveries)}`;
  }

  #deliveries(deliveries: readonly WebhookDelivery[]): TemplateResult {
    const { texts: all, language } = this;
    const texts = all.webhooks;
    const ms = new Intl.NumberFormat(language.tag, { style: 'unit', unit: 'millisecond' });
    return table(
      texts.deliveries,
      [
        all.time,
        texts.event,
        all.room,
        { text: texts.attempt, isNumber: true },
        texts.result,
        { text: texts.duration, isNumber: true },
      ],
      deliveries.map(({ at, type, roomId, attempt, delivered, status, error, durationMs }) => [
        moment(at, language),
        html`<code>${type}</code>`,
        link(html`<bdi>${roomId}</bdi>`, () => this.go('rooms', roomId)),
        language.number(attempt),
        html`<bdi class=${delivered ? '' : 'failed'}>${status ?? ''} ${error ?? ''}</bdi>`,
        ms.format(Math.round(durationMs)),
      ]),
    );
  }
}

define('chat-admin-webhooks', AdminWebhooks);
