import { nextFrame } from './next-frame.ts';

/** Resolves when the next frame is painted. */
export const afterPaint = async (): Promise<void> => {
  await nextFrame();
  await new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const onMessage = (): void => {
      port1.close();
      resolve();
    };
    port1.addEventListener('message', onMessage);
    port1.start();
    port2.postMessage(null);
  });
};
