import type { Stage } from './stage.ts';

export const names = {
  ana: 'Ana Robles',
  luis: 'Luis Ortega',
  marta: 'Marta Gil',
  ines: 'Inés Vidal',
  omar: 'Omar Haddad',
};
export type Name = keyof typeof names;

/**
 * What the page does by itself once the chat is open. Selectors cross shadow roots.
 *
 * - `press`, `wait`: a selector, and a text that the element contains
 * - `write`: a selector, and a text to type into it
 * - `menu`: opens the menu of the message with this text; `choose`: an entry of the open menu
 * - `tool`: a button of the header, or of its menu where there is little room
 * - `attach`: a file name, and its size in bytes
 * - `back`: from a room to the list, where only one of them has space
 * - `seek`: a position of the video, in seconds
 * - `act`: the server does what the state's `act` says
 */
export type Step = readonly [
  'press' | 'wait' | 'write' | 'menu' | 'choose' | 'tool' | 'attach' | 'back' | 'seek' | 'act',
  ...(readonly string[]),
];

/** A state of the widget, which the real server and the real widget get into by themselves. */
export interface State {
  title: string;
  /** One sentence for the reader of the gallery, where the title does not say it. */
  about?: string;
  tag?: 'chat-room' | 'chat-rooms' | 'chat-replay';
  /** Of the element; `room` and `token` have defaults. */
  attributes?: Record<string, string>;
  /** `brand`, `square`, `round`: sets variables of the theme. */
  class?: string;
  /** The server of this visit can go away. */
  outage?: boolean;
  /** Width in px of the frame in which the link shows it, if it is narrow. */
  width?: number;
  /** Uses the camera or the microphone. */
  media?: boolean;
  /** What happens before the page is opened; may return more attributes. */
  before?(stage: Stage): Promise<unknown>;
  /** What the server does at the step `act`. */
  act?(stage: Stage): Promise<unknown>;
  steps?: readonly Step[];
  /** A second browser, in a frame next to the chat. */
  peer?: { as: Name; room?: string; steps: readonly Step[] };
}

export type States = Record<string, State>;

/** A short conversation that most states begin with. Returns the ids of its messages. */
export const greet = async ({ say }: Stage): Promise<[string, string, string]> => [
  await say('ana', 16, 'Good morning. What do I need to bring?'),
  await say('luis', 14, 'Good morning, Ana. Your **ID card** and the receipt of the application.'),
  await say('ana', 12, 'Is a copy of the receipt enough?'),
];

/** The messages are there. */
export const shown: Step = ['wait', 'chat-messages [data-message] .more'];
