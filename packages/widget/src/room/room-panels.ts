import type { ReactiveControllerHost } from 'lit';
import { emit } from '../core/emit.ts';
import { lazy } from '../core/lazy.ts';
import type { PanelController } from './panel-controller.ts';
import type { PanelState } from '../core/feature.ts';

const part = lazy(() => import('./panel-controller.ts'));

/** Opens the panels of a room; the code loads with the first one. */
export const panelsOf = (host: ReactiveControllerHost & HTMLElement): (() => PanelController | null) => {
  let panels: PanelController | null = null;
  const onPanel = (event: CustomEvent<PanelState>): void => {
    event.stopPropagation();
    const opener = event.composedPath()[0] as HTMLElement;
    if (panels) return panels.ask(event.detail, opener);
    part.load().then(
      (loaded) => (panels ??= new loaded.PanelController(host)).ask(event.detail, opener),
      (error: unknown) => emit(host, 'chat-error', { error }),
    );
  };
  host.addEventListener('chat-panel', onPanel as EventListener);
  return () => panels;
};
