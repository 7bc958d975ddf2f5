export interface Bar {
  name: string;
  value: number;
  /** Least and greatest of the rounds. */
  low: number;
  high: number;
  /** The subject of the page. */
  own: boolean;
}

export interface BarChart {
  title: string;
  groups: { name: string; bars: Bar[] }[];
  /** Formats the value next to its bar. */
  show(value: number): string;
  /** Powers of ten, for what differs by more than a factor of fifty. */
  logarithmic?: boolean;
}

const width = 760;
const left = 190;
const right = 90;
const barHeight = 16;
const rowHeight = 22;
const groupHead = 30;
const top = 44;

/** Readable on light and on dark, without a script and without a font of its own. */
const style = `
  text { font: 12px system-ui, sans-serif; fill: #1f2328; }
  .title { font-size: 15px; font-weight: 600; }
  .group { font-weight: 600; }
  .page { fill: #ffffff; }
  .bar { fill: #8c96a3; }
  .own { fill: #0969da; }
  .range { stroke: #1f2328; stroke-width: 1; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .page { fill: #0d1117; }
    .bar { fill: #6e7681; }
    .own { fill: #4493f8; }
    .range { stroke: #e6edf3; }
  }`;

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** An SVG of horizontal bars in groups: medians, with a line from the least to the greatest round. */
export const barChart = ({ title, groups, show, logarithmic = false }: BarChart): string => {
  const bars = groups.flatMap((group) => group.bars);
  const greatest = Math.max(...bars.map(({ high }) => high));
  const least = 10 ** Math.floor(Math.log10(Math.min(...bars.map(({ low }) => Math.max(low, 0.01)))));
  const place = (value: number): number => {
    const share = logarithmic
      ? Math.log(Math.max(value, least) / least) / Math.log(greatest / least)
      : value / greatest;
    return left + share * (width - left - right);
  };
  const at = (value: number): string => value.toFixed(1);

  const lines: string[] = [];
  let y = top;
  for (const group of groups) {
    lines.push(`<text class="group" x="12" y="${y + 16}">${escape(group.name)}</text>`);
    y += groupHead - 6;
    for (const { name, value, low, high, own } of group.bars) {
      const middle = y + barHeight / 2;
      lines.push(
        `<text x="${left - 8}" y="${middle + 4}" text-anchor="end">${escape(name)}</text>`,
        `<rect class="bar${own ? ' own' : ''}" x="${left}" y="${y}" width="${at(Math.max(1, place(value) - left))}" height="${barHeight}"/>`,
        `<line class="range" x1="${at(place(low))}" y1="${middle}" x2="${at(place(high))}" y2="${middle}"/>`,
        `<text x="${at(place(Math.max(value, high)) + 8)}" y="${middle + 4}">${escape(show(value))}</text>`,
      );
      y += rowHeight;
    }
    y += 6;
  }
  const height = y + 12;
  const scale = logarithmic ? ' (each tenfold is equally long)' : '';
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(title)}">`,
    `<style>${style}\n</style>`,
    `<rect class="page" width="${width}" height="${height}"/>`,
    `<text class="title" x="12" y="26">${escape(title + scale)}</text>`,
    ...lines,
    '</svg>\n',
  ].join('\n');
};
