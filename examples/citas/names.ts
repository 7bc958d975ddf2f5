// Who is who in the portal: staff by a token of the portal, citizens by their name.
import { firstOf, guests, type Authenticate } from '@chat/server';

/** Names of notices and of the portal itself: no citizen may have one, or one that looks the same. */
const reserved = [
  'Administrador',
  'Administradora',
  'Administración',
  'Portal de Citas',
  'Sistema',
  'Soporte',
];

export const authenticateIn = (staff: Authenticate) => firstOf(staff, guests({ reserved }));
