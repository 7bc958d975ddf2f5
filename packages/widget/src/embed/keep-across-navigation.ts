import type { ChatRoomElement } from '../room/chat-room.ts';

let watching = false;

/** Keeps embedded chats without a target in a page that replaces its body on navigation. */
export const keepAcrossNavigation = (chats: Map<string, ChatRoomElement>): void => {
  if (watching) return;
  watching = true;
  const floats = ({ layout }: ChatRoomElement): boolean => layout !== 'inline';
  const watch = (changes: MutationRecord[]): void => {
    const gone = changes.flatMap(({ removedNodes }) => [...removedNodes]);
    for (const [key, element] of chats) {
      if (element.isConnected || !gone.some((node) => node.contains(element))) continue;
      // The page removed the chat on purpose.
      if (floats(element) && (gone.length > 1 || gone[0]?.nodeName === 'BODY'))
        document.body?.append(element);
      else chats.delete(key);
    }
    for (const each of [document.documentElement, document.body])
      if (each) observer.observe(each, { childList: true });
  };
  const observer = new MutationObserver(watch);
  watch([]);
  // A chat removed while this was loading went with its page.
  if (document.readyState !== 'loading')
    for (const element of chats.values())
      if (floats(element) && !element.isConnected) document.body.append(element);
};
