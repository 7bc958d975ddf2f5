import { createChatClient } from '@chat/client';
import '@chat/widget';
import { createApp, defineComponent, h } from 'vue';
import { fromReadable } from './readable.ts';

const params = new URLSearchParams(location.search);
const roomId = params.get('room') ?? 'lobby';
const client = createChatClient({ name: params.get('name') ?? 'Guest' });

/** The element draws the room; the text next to it uses the same client. */
const Page = defineComponent({
  setup() {
    const messages = fromReadable(client.room(roomId).messages);
    return () => [
      h('p', { role: 'status' }, `${messages.value.items.length} messages`),
      // The dot makes Vue set a property, not an attribute.
      h('chat-room', { room: roomId, '.client': client }),
    ];
  },
});

createApp(Page).mount('#app');
