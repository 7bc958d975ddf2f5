const mostWords = 8;
const longestWord = 32;

/** Returns the words of a name for searching users: without case and accents, each once. */
export const nameTokens = (name: string): string[] => {
  const folded = name.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase('und').normalize('NFKC');
  const words = folded.match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words.map((word) => word.slice(0, longestWord)))].slice(0, mostWords);
};
