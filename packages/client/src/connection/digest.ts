/** A short name for a text, 64 bits: as good as unique among the few that one browser keeps, and no secret. */
export const digest = (text: string): string => {
  let low = 0xdeadbeef;
  let high = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    low = Math.imul(low ^ code, 2_654_435_761);
    high = Math.imul(high ^ code ^ (low >>> 15), 1_597_334_677);
  }
  return `${low >>> 0}.${high >>> 0}`;
};
