import { LitElement, css, type TemplateResult } from 'lit';
import { define } from '../core/define.ts';
import { avatarStyle } from '../styles/avatar.ts';
import { avatar } from './avatar.ts';

/**
 * A user's picture or initials for your own page, in the colour that the user has in the chats of the page. It is
 * decorative: show the name next to it.
 *
 * @cssproperty --chat-avatar-size - width and height; default 2rem
 * @csspart avatar - the circle
 */
export class ChatAvatar extends LitElement {
  static override styles = [
    avatarStyle,
    css`
      :host {
        display: inline-block;
        flex: none;
        inline-size: var(--chat-avatar-size, 2rem);
        block-size: var(--chat-avatar-size, 2rem);
        vertical-align: middle;
      }
      :host([hidden]) {
        display: none;
      }
      .avatar {
        --_size: var(--chat-avatar-size, 2rem);
        display: grid;
      }
    `,
  ];
  static override properties = { user: {}, name: {}, picture: {} };
  /** Id of the user. */
  declare user: string;
  /** Name of the user, for the initials. */
  declare name: string;
  /** URL of a picture; empty: initials. */
  declare picture: string;

  constructor() {
    super();
    this.user = this.name = this.picture = '';
  }

  protected override render(): TemplateResult {
    const { user: id, name, picture } = this;
    return avatar({ id, name, avatarUrl: picture });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chat-avatar': ChatAvatar;
  }
}

define('chat-avatar', ChatAvatar);
