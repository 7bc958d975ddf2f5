import type { ChatClient } from '@chat/client';
import type { DetailedHTMLProps, HTMLAttributes } from 'react';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'chat-call': DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> & {
        class?: string;
        client: ChatClient;
        room: string | undefined;
        ring?: boolean;
      };
    }
  }
}
