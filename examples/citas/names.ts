// Identities in the portal: staff by a token of the portal, citizens by their name.
import { firstOf, guests, type Authenticate } from '@chat/server';

/** Names of notices and of the portal itself. Citizens cannot use them, or names that look the same. */
const reserved = [
  'Administrador',
  'Administradora',
  'Administración',
  'Portal de Citas',
  'Sistema',
  'Soporte',
];

export const authenticateIn = (staff: Authenticate) => firstOf(staff, guests({ reserved }));
