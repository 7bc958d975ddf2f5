import type { Name, Portal } from './portal.ts';
import type { Stage } from './stage.ts';

/** What is to be seen in one picture. */
export interface Scene {
  /** Who looks; Ana, the host, unless said. */
  as?: Name;
  /** `chat-room`, unless said. */
  tag?: 'chat-room' | 'chat-rooms' | 'chat-replay' | 'chat-spotlight';
  /** More attributes of the element. */
  attributes?: Record<string, string>;
  /** Of the desktop picture, px; 560 × 440 unless said. From 744 on a panel stands beside the messages. */
  size?: [width: number, height: number];
  /** What was said and done before the page is opened. */
  before?(portal: Portal): Promise<unknown>;
  /** What is done in the page, and once it is open. */
  after?(stage: Stage, portal: Portal): Promise<unknown>;
}

/** A short talk that most pictures begin with. */
export const greeting = async ({ say }: Portal): Promise<string[]> => [
  await say('marta', 16, 'Buenos días. ¿Qué tengo que llevar a la cita?'),
  await say('ana', 14, 'Buenos días, Marta. El **DNI** en vigor y el justificante de la solicitud.'),
  await say('marta', 12, '¿Vale una copia del justificante?'),
];
