import type { CallKind } from '@chat/protocol';
import { emit } from '../core/emit.ts';
import { nextFrame } from '../dom/next-frame.ts';
import { icons } from '../ui/all-icons.ts';
import type { RoomContext } from '../core/feature.ts';

/**
 * Asks for audio or video next to the call button, and starts the call. Errors are shown, and emitted as
 * `chat-error`.
 */
export const chooseKind = async (
  { host }: RoomContext,
  opener: HTMLElement,
  labels: Readonly<Record<CallKind, string>>,
  start: (kind: CallKind) => Promise<unknown>,
): Promise<void> => {
  // Emitted inside the room, so that the room shows the error too.
  const target = host.shadowRoot?.querySelector('[part="body"]') ?? host;
  const fail = (error: unknown): void => void emit(target, 'chat-error', { error });
  /** The button is of no use during the call, so the focus moves on to the field. */
  const begin = async (kind: CallKind): Promise<void> => {
    await start(kind);
    await nextFrame();
    const { activeElement, body } = host.ownerDocument;
    const isLeftBehind = activeElement === body || host.shadowRoot?.activeElement === opener;
    if (isLeftBehind && matchMedia('(pointer: fine)').matches)
      host.shadowRoot?.querySelector<HTMLElement>('chat-composer')?.focus();
  };
  try {
    const { openMenuAt } = await import('../ui/open-menu-at.ts');
    openMenuAt(
      host,
      opener,
      (['audio', 'video'] as const).map((kind) => ({
        name: kind,
        label: labels[kind],
        icon: kind === 'audio' ? icons.phone : icons.camera,
        run: () => void begin(kind).catch(fail),
      })),
    );
  } catch (error) {
    fail(error);
  }
};
