import { fileKinds, type RoomFile } from '@chat/protocol';
import { html, type TemplateResult } from 'lit';
import { define } from '../core/define.ts';
import { sizeText } from '../features/files/attachment-view.ts';
import { filledWith, nameInText } from '../ui/clipped-name.ts';
import { AdminSection } from './admin-section.ts';
import { button, link, listView, moment, table } from './admin-table.ts';
import { PagedList } from './paged-list.ts';

/** The files of a room. */
export class AdminFiles extends AdminSection {
  #kind = '';
  #files = new PagedList<RoomFile>(this, async (last) => {
    const kind = fileKinds.find((each) => each === this.#kind);
    const page = { ...(kind ? { kind } : {}), ...(last ? { before: last.fileId } : {}) };
    const { files, hasMore } = await this.call('file:list', { roomId: this.target, ...page });
    return { items: files, hasMore };
  });

  protected override content(): unknown {
    const { texts, language } = this;
    return html`<div>
        ${link(texts.allRooms, () => this.go('files'))} ·
        ${link(html`<bdi>${this.target}</bdi>`, () => this.go('rooms', this.target))}
      </div>
      <form>
        <label
          >${texts.files.kind}
          <select @change=${this.#onKind}>
            <option value="">${texts.all}</option>
            ${fileKinds.map((kind) => html`<option value=${kind}>${texts.files.kinds[kind]}</option>`)}
          </select>
        </label>
      </form>
      ${listView(this.#files, language, (files) => this.#table(files))}`;
  }

  #onKind = (event: Event): void => {
    this.#kind = (event.target as HTMLSelectElement).value;
    void this.#files.reload();
  };

  #table(files: readonly RoomFile[]): TemplateResult {
    const { texts, language } = this;
    return table(
      texts.sections.files,
      [texts.name, texts.files.by, { text: texts.files.size, isNumber: true }, texts.time, texts.actions],
      files.map((file) => [
        html`<bdi>${file.name}</bdi>`,
        link(html`<bdi>${file.uploadedBy}</bdi>`, () => this.go('users', file.uploadedBy)),
        sizeText(file.size, language),
        moment(file.uploadedAt, language),
        html`<div class="buttons">
          ${button(texts.files.download, () => this.#download(file))}
          ${button(language.text('delete'), () => this.#delete(file), true)}
        </div>`,
      ]),
    );
  }

  #download({ fileId }: RoomFile): void {
    void this.run(async () => {
      const { url } = await this.call('file:url', { fileId, variant: 'download' });
      this.save(url);
    });
  }

  #delete(file: RoomFile): void {
    const { confirmDelete, deleteText } = this.texts.files;
    const question = {
      title: filledWith(confirmDelete, { name: nameInText(file.name) }),
      text: deleteText,
      confirm: this.language.text('delete'),
    };
    this.ask(
      question,
      () => this.call('file:delete', { fileId: file.fileId }),
      () => this.#files.replace(file, null),
    );
  }
}

define('chat-admin-files', AdminFiles);
