import { emit } from '../core/emit.ts';
import { features } from '../features/index.ts';
import type { ComposerPlace } from '../core/feature.ts';

/** Gives a feature what was chosen for it elsewhere, once the rest of it is there, and leads to where one writes. */
export const composeWith = async (name: string, detail: unknown, place: ComposerPlace): Promise<void> => {
  const { host } = place;
  const feature = features.find((each) => each.name === name);
  try {
    await feature?.later?.part.load();
    feature?.compose?.(detail, place);
    host.requestUpdate();
    await host.updateComplete;
    host.focus();
  } catch (error) {
    emit(host, 'chat-error', { error });
  }
};
