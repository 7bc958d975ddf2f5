import type { HeaderTool, RoomContext } from '../core/feature.ts';
import { localize } from '../i18n/localize.ts';
import { icons } from '../ui/all-icons.ts';

/** Why a call cannot be started now. */
export type Unavailable = keyof (typeof all)['en'];

const all = {
  en: {
    ongoing: 'Call in progress',
    crowded: 'Calls are available when two people are in the room',
    alone: 'No one else is here',
  },
  es: {
    ongoing: 'Llamada en curso',
    crowded: 'Solo se puede llamar cuando hay dos personas en la sala',
    alone: 'No hay nadie más en la sala',
  },
  fr: {
    ongoing: 'Appel en cours',
    crowded: 'Les appels sont possibles quand deux personnes sont dans le salon',
    alone: 'Il n’y a personne d’autre ici',
  },
  de: {
    ongoing: 'Anruf läuft',
    crowded: 'Anrufe sind möglich, wenn zwei Personen im Raum sind',
    alone: 'Sonst ist niemand hier',
  },
  pt: {
    ongoing: 'Chamada em andamento',
    crowded: 'Só é possível ligar quando há duas pessoas na sala',
    alone: 'Não há mais ninguém na sala',
  },
  ar: {
    ongoing: 'مكالمة جارية',
    crowded: 'يمكن الاتصال عندما يكون في الغرفة شخصان فقط',
    alone: 'لا يوجد أحد غيرك هنا',
  },
};

const unavailableTexts = localize<Record<Unavailable, string>>(all, {
  'pt-pt': { ongoing: 'Chamada em curso' },
});

/** The button that starts a call; disabled if there is a reason. */
export const callTool = (
  { language }: RoomContext,
  reason: Unavailable | null,
  run: (opener: HTMLElement) => void,
): HeaderTool => ({
  label: language.text('call'),
  icon: icons.phone,
  ...(reason && { unavailable: unavailableTexts(language.tag)[reason] }),
  run,
});
