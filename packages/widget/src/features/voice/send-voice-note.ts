import type { SendContent } from '@chat/client';
import type { Attachment } from '@chat/protocol';
import { shownFeatures } from '../../composer/composer-slots.ts';
import { emit } from '../../core/emit.ts';
import type { ComposerContext } from '../../core/feature.ts';

/**
 * Sends files as a message of their own, to the target of the next message. The draft keeps its text, files
 * and mentions.
 */
export const sendSeparately = (attachments: readonly Attachment[], context: ComposerContext): void => {
  if (!emit(context.host, 'chat-before-send', { text: '' }, true)) return;
  const around = shownFeatures(context).map((feature) => ({
    feature,
    content: feature.sendContent?.(context),
  }));
  const where = around.filter(
    ({ content }) => !content?.attachments && !content?.mentions && !content?.mentionsAll,
  );
  const content = Object.assign({}, ...where.map((each) => each.content)) as Partial<SendContent>;
  context.room.messages.send({ ...content, text: '', attachments: [...attachments] }).catch(() => {});
  for (const { feature } of where) feature.onSent?.(context);
};
