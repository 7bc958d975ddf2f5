const emoji =
  /^(?:\p{RI}\p{RI}|[#*\d]\uFE0F?\u20E3|(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F?)[\p{EMod}\u{E0020}-\u{E007F}]*(?:\u200D\p{Extended_Pictographic}\uFE0F?\p{EMod}?)*|\s)+$/u;

/** One to three emoji and nothing else: shown large. */
export const isEmojiOnly = (text: string): boolean => {
  const trimmed = text.trim();
  if (trimmed.length === 0 || trimmed.length > 60 || !emoji.test(trimmed)) return false;
  return [...new Intl.Segmenter().segment(trimmed.replace(/\s/gu, ''))].length <= 3;
};
