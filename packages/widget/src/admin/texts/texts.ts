import { localize } from '../../i18n/localize.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import type { AdminTexts } from './dictionary.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { pt } from './pt.ts';

/** Changes for a region. */
const variants = {
  'pt-pt': {
    sections: { users: 'Utilizadores', audit: 'Registo de auditoria', files: 'Ficheiros' },
    signIn: { button: 'Iniciar sessão' },
    allUsers: 'Todos os utilizadores',
    user: 'Utilizador',
    phases: { ended: 'Terminada' },
    overview: {
      states: { ok: 'Tudo bem', draining: 'A encerrar' },
      connections: 'Ligações',
      unauthenticated: 'A iniciar sessão',
      users: 'Utilizadores online',
      refused: 'Pedidos recusados',
      lag: 'Atraso do ciclo de eventos',
      command: 'Comandos',
      files: 'Tamanho dos ficheiros',
    },
    rooms: {
      end: 'Terminar sala',
      confirmEnd: 'Terminar {name}?',
      endText: 'Todos ainda podem ler, mas ninguém pode enviar mensagens. Não é possível anular.',
      confirmDelete: 'Eliminar esta mensagem?',
    },
    users: {
      status: 'Estado',
      lastSeen: 'Última ligação',
      revoke: 'Terminar ligações',
      confirmRevoke: 'Terminar todas as ligações de {name}?',
      revokeText:
        'Este utilizador terá de iniciar sessão de novo. Para impedir o acesso a uma sala, é preciso bani-lo nela.',
      export: 'Transferir dados',
      rooms: 'Salas deste utilizador',
    },
    audit: { about: 'Nome ou ID de um utilizador', save: 'Transferir em CSV' },
    files: {
      download: 'Transferir',
      confirmDelete: 'Eliminar {name}?',
      deleteText: 'O ficheiro é eliminado para todos. Não é possível anular.',
    },
  },
};

/** In the language of the page, else in English. */
export const adminTexts = localize<AdminTexts>({ en, es, fr, pt, de, ar }, variants);
