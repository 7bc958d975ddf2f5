const mostWords = 8;
const longestWord = 32;

/** The words of a name as people are found by them: without case and accents, each once. */
export const nameTokens = (name: string): string[] => {
  const folded = name.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase('und').normalize('NFKC');
  const words = folded.match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words.map((word) => word.slice(0, longestWord)))].slice(0, mostWords);
};
