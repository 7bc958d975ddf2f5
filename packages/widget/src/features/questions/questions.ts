import type { ChatRoom } from '@chat/client';
import { html } from 'lit';
import type { Feature } from '../../core/feature.ts';
import { fillPlural } from '../../i18n/fill-text.ts';
import { icons } from '../../ui/all-icons.ts';
import { questionTexts } from './texts.ts';

const isOn = (room: ChatRoom): boolean => (room.state.get().room?.questions ?? 'off') !== 'off';
const isHost = (room: ChatRoom): boolean => room.state.get().can?.['question:answer'] === true;

/** Rooms whose questions were loaded for a host. */
const loaded = new WeakSet<ChatRoom>();

/** Hosts see how many are open. Participants load the questions when they open the panel. */
const loadForHosts = (room: ChatRoom): void => {
  if (!isOn(room) || !isHost(room) || loaded.has(room)) return;
  loaded.add(room);
  // It is loaded again after the next connection.
  room.questions.load().catch(() => {});
};

/** Questions to the hosts: a button in the header that opens them next to the chat. */
export const questions: Feature = {
  name: 'questions',
  watch: ({ room }, changed) => {
    loadForHosts(room);
    return [room.state.subscribe(() => loadForHosts(room)), room.questions.subscribe(changed)];
  },
  tool: ({ room, language }) => {
    if (!isOn(room)) return null;
    const texts = questionTexts(language.tag);
    const { open } = room.questions.get();
    return {
      label: texts.title,
      icon: icons.question,
      ...(isHost(room) &&
        open > 0 && {
          waiting: { count: language.number(open), text: fillPlural(texts.waiting, open, language.tag) },
        }),
    };
  },
  panel: {
    title: (language) => html`${questionTexts(language.tag).title}`,
    render: ({ room, client, language, features }) => {
      void import('./chat-questions.ts');
      return html`<chat-questions
        lang=${language.tag}
        .client=${client}
        .room=${room.id}
        .features=${features}
      ></chat-questions>`;
    },
  },
};
