import { createChatClient } from '@chat/client';
import { ChatRoom, fromReadable } from '@chat/widget/vue';
import { createApp, defineComponent, h, ref } from 'vue';

const params = new URLSearchParams(location.search);
const roomId = params.get('room') ?? 'lobby';
const client = createChatClient({ name: params.get('name') ?? 'Guest' });

/** The component draws the room; the text next to it uses the same client. */
const Page = defineComponent({
  setup() {
    const messages = fromReadable(client.room(roomId).messages);
    const last = ref('');
    return () => [
      h('p', { role: 'status' }, `${messages.value.items.length} messages${last.value}`),
      // In a template: <ChatRoom :room="roomId" :client="client" @message="…" />
      h(ChatRoom, {
        room: roomId,
        client,
        onMessage: ({ message }) => (last.value = `, the last by ${message.author.name}`),
      }),
    ];
  },
});

createApp(Page).mount('#app');
