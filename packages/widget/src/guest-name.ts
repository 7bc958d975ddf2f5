import type { ClientController } from './client-controller.ts';
import { visitOf } from './client-pool.ts';
import { inTab, onDevice } from './remember.ts';

/** The name that the form begins with. */
export const offeredName = ({ chosen }: ClientController, given: string): string =>
  chosen || given || (onDevice.get('name') ?? '');

/**
 * Keeps the name that the form was given, once the server has accepted it: the other elements of the page go in under it,
 * a reload does not ask again, and later visits begin with it.
 */
export const keepGuestName = ({ chosen, src, client }: ClientController): void => {
  const visit = visitOf(src);
  if (!chosen || chosen === visit.name || !client?.user?.guest) return;
  visit.name = chosen;
  onDevice.set('name', chosen);
  inTab.set(`name:${src}`, chosen);
  for (const host of visit.hosts) host.requestUpdate();
};

/** Connects all elements of the page to this server again, under whatever identity they have now. */
export const renewVisit = (src: string): void => {
  const visit = visitOf(src);
  visit.turn++;
  for (const host of visit.hosts) host.requestUpdate();
};
