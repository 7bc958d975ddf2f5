// The types of the entries for frameworks: what they accept, and what they refuse. `tsc` is the test of most of it.
import type { SvelteHTMLElements } from 'svelte/elements';
import { h } from 'vue';
import { expectTypeOf, test } from 'vitest';
import type { ChatEventMap } from '../src/element-types.ts';
import type { ChatRoomProps } from '../src/react.ts';
import type { ChatRoomAttributes } from '../src/svelte.ts';
import type * as Vue from '../src/vue.ts';

type Room = SvelteHTMLElements['chat-room'];
type Rooms = SvelteHTMLElements['chat-rooms'];

test('markup of Svelte knows the properties and events of the elements', () => {
  expectTypeOf<Room>().toEqualTypeOf<ChatRoomAttributes>();
  expectTypeOf<{ room: string; layout: 'panel'; shown: boolean; class: string }>().toExtend<Room>();
  expectTypeOf<{ layout: 'wide' }>().not.toExtend<Room>();
  expectTypeOf<Parameters<NonNullable<Room['onchat-unread']>>[0]['detail']>().toEqualTypeOf<{
    count: number;
    mentions: number;
  }>();
  expectTypeOf<Parameters<NonNullable<Rooms['onchat-new-room']>>[0]>().toEqualTypeOf<
    ChatEventMap['chat-new-room']
  >();
  expectTypeOf<keyof Room>().extract<'onchat-new-room'>().toBeNever();
});

test('the components of React and Vue take the same properties', () => {
  type VueProps = Omit<InstanceType<typeof Vue.ChatRoom>['$props'], `on${string}`>;
  expectTypeOf<Pick<VueProps & object, 'layout' & keyof VueProps>>().toExtend<
    Pick<ChatRoomProps, 'layout'>
  >();
  const render = (ChatRoom: typeof Vue.ChatRoom) => [
    h(ChatRoom, { room: 'a', onUnread: ({ count }) => count.toFixed() }),
    // @ts-expect-error -- there is no such layout
    h(ChatRoom, { layout: 'wide' }),
    // @ts-expect-error -- a list of rooms has no features
    h(ChatRoom, { onUnread: ({ none }) => none }),
  ];
  expectTypeOf(render).toBeFunction();
});
