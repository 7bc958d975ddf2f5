import type { ChatClient } from '@chat/client';
import { useReadable } from '@chat/client/react';
import { useEffect, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { language, texts } from './texts.ts';

const stepPx = 40;
const marginPx = 12;

/** Moves an element by its handle, with a pointer or the arrow keys. It always stays within the window. */
const useMovable = () => {
  const box = useRef<HTMLDivElement>(null);
  const at = useRef({ x: 0, y: 0 });
  /** Where the pointer was last. */
  const last = useRef({ x: 0, y: 0 });
  const moveBy = (x: number, y: number): void => {
    const element = box.current;
    if (!element) return;
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const within = (by: number, from: number, to: number, most: number): number =>
      Math.max(marginPx - from, Math.min(most - marginPx - to, by));
    at.current = {
      x: at.current.x + within(x, left, right, innerWidth),
      y: at.current.y + within(y, top, bottom, innerHeight),
    };
    element.style.translate = `${at.current.x}px ${at.current.y}px`;
  };
  useEffect(() => {
    const stay = () => moveBy(0, 0);
    addEventListener('resize', stay);
    return () => removeEventListener('resize', stay);
  }, []);
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    last.current = { x: event.clientX, y: event.clientY };
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { x, y } = last.current;
    last.current = { x: event.clientX, y: event.clientY };
    moveBy(event.clientX - x, event.clientY - y);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const step = {
      ArrowLeft: [-stepPx, 0],
      ArrowRight: [stepPx, 0],
      ArrowUp: [0, -stepPx],
      ArrowDown: [0, stepPx],
    }[event.key];
    if (!step) return;
    event.preventDefault();
    moveBy(step[0] ?? 0, step[1] ?? 0);
  };
  return { box, handle: { onPointerDown, onPointerMove, onKeyDown } };
};

const FloatingCall = ({ client, roomId }: { client: ChatClient; roomId: string }) => {
  const { box, handle } = useMovable();
  return (
    <div className="elsewhere" ref={box}>
      <button
        type="button"
        className="grip"
        aria-label={texts.moveCall}
        aria-description={texts.moveCallKeys}
        {...handle}
      />
      <chat-call client={client} room={roomId} ring lang={language} />
    </div>
  );
};

/** A ringing or active call in another room, which the user can move. Accepting it opens its room. */
export const CallElsewhere = ({
  client,
  room,
  choose,
}: {
  client: ChatClient;
  room: string;
  choose(id: string): void;
}) => {
  const open = useReadable(client.calls).find(({ call, here }) => call.state === 'ringing' || here);
  const rang = useRef('');
  const id = open?.call.id ?? '';
  const roomId = open?.call.roomId ?? '';
  const state = open?.call.state;
  const isElsewhere = open !== undefined && state !== 'ended' && roomId !== room;
  useEffect(() => {
    if (state === 'ringing') rang.current = id;
    else if (state === 'active' && rang.current === id) {
      rang.current = '';
      choose(roomId);
    }
  });
  return isElsewhere ? <FloatingCall client={client} roomId={roomId} /> : null;
};
