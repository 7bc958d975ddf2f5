import type { ChatRoom } from '@chat/client';
import type { Attachment } from '@chat/protocol';
import { html, nothing, render, type TemplateResult } from 'lit';
import { download, playableAs } from './attachment-view.ts';
import { icons } from '../../ui/all-icons.ts';
import type { Language } from '../../i18n/language.ts';
import type { RoomContext } from '../../core/feature.ts';

/**
 * Shows pictures full size over the page, one at a time, and plays recordings. Arrows move on, Enter or a click
 * zooms, Escape closes. Traps the focus and returns it. Resolves when closed.
 */
export const openLightbox = async (
  host: RoomContext['host'],
  pictures: readonly Attachment[],
  first: Attachment,
  { room, language }: { room: ChatRoom; language: Language },
): Promise<void> => {
  const root = host.shadowRoot ?? document.body;
  const dialog = document.createElement('dialog');
  dialog.className = 'lightbox';
  let at = Math.max(0, pictures.indexOf(first));
  let closer = false;
  let src = '';

  const picture = (file: Attachment): TemplateResult =>
    html`<button
      type="button"
      class="zoom"
      aria-label=${language.text('zoom')}
      aria-pressed=${closer}
      @click=${() => {
        closer = !closer;
        draw();
      }}
    >
      ${src ? html`<img src=${src} alt=${file.name} width=${file.width ?? 0} height=${file.height ?? 0} />` : ''}
    </button>`;

  const draw = (): void => {
    const file = pictures[at];
    if (!file) return;
    render(
      html`<header>
          <b dir="auto">${file.name}</b>
          <button
            type="button"
            class="icon-button"
            aria-label=${language.text('download', { name: file.name })}
            @click=${() => void download(file, { room, host })}
          >
            ${icons.download}
          </button>
          <button
            type="button"
            class="icon-button"
            autofocus
            aria-label=${language.text('close')}
            @click=${() => dialog.close()}
          >
            ${icons.close}
          </button>
        </header>
        <div class=${closer ? 'stage closer' : 'stage'}>
          ${playableAs(file) ? player(file, src) : picture(file)}
        </div>
        ${
          pictures.length > 1
            ? html`<footer>
                <button
                  type="button"
                  class="icon-button"
                  aria-label=${language.text('previous')}
                  @click=${() => go(-1)}
                >
                  ${icons.back}
                </button>
                <span aria-live="polite">${at + 1} / ${pictures.length}</span>
                <button
                  type="button"
                  class="icon-button"
                  aria-label=${language.text('next')}
                  @click=${() => go(1)}
                >
                  ${icons.forward}
                </button>
              </footer>`
            : ''
        }`,
      dialog,
    );
    dialog.setAttribute('aria-label', file.name);
  };

  const load = async (): Promise<void> => {
    const asked = at;
    src = '';
    draw();
    const url = await room.files.url(pictures[asked]?.fileId ?? '').catch(() => '');
    if (asked !== at) return;
    src = url;
    draw();
  };

  const go = (by: number): void => {
    at = (at + by + pictures.length) % pictures.length;
    closer = false;
    void load();
  };

  dialog.addEventListener('keydown', (event) => {
    event.stopPropagation(); // the list has arrows of its own
    if (event.target instanceof HTMLMediaElement) return; // and so has a player
    const isRtl = getComputedStyle(dialog).direction === 'rtl';
    if (event.key === 'ArrowRight') go(isRtl ? -1 : 1);
    else if (event.key === 'ArrowLeft') go(isRtl ? 1 : -1);
  });
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog || (event.target as HTMLElement).classList.contains('stage')) dialog.close();
  });
  root.append(dialog);
  const closed = new Promise((resolve) => dialog.addEventListener('close', resolve, { once: true }));
  dialog.showModal();
  await load();
  await closed;
  dialog.remove();
};

const player = (file: Attachment, src: string): TemplateResult | typeof nothing => {
  if (!src) return nothing;
  return playableAs(file) === 'audio'
    ? html`<audio controls autoplay src=${src} aria-label=${file.name}></audio>`
    : html`<video controls autoplay playsinline src=${src} aria-label=${file.name}></video>`;
};
