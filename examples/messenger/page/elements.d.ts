import type { ChatClient } from '@chat/client';
import type { DetailedHTMLProps, HTMLAttributes } from 'react';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'chat-avatar': DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> & {
        user: string;
        name: string;
        picture: string;
      };
      'chat-call': DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> & {
        class?: string;
        client: ChatClient;
        room: string | undefined;
        ring?: boolean;
      };
    }
  }
}
