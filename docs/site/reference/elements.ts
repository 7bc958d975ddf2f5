// The public elements of @chat/widget, from the same data as custom-elements.json.
import { readElements } from '../../../scripts/elements-manifest.mjs';

interface Named {
  name: string;
  description: string;
}

/** A cell of a table. */
export const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').trim();

const table = (title: string, named: readonly Named[], more: (name: string) => string = () => ''): string => {
  if (named.length === 0) return '';
  const rows = named.map(
    ({ name, description }) =>
      `| ${name ? `\`${name}\`` : '(default)'} | ${cell(description)}${more(name)} |`,
  );
  return `\n### ${title}\n\n| name | |\n| --- | --- |\n${rows.join('\n')}\n`;
};

const sectionOf = ({
  tag,
  description,
  attributes,
  members,
  events,
  slots,
  parts,
  cssProperties,
}: ReturnType<typeof readElements>[number]): string => {
  const of = (title: string): string => `${title} of ${tag}`;
  const valuesOf = (name: string): string => {
    const { values = [], type = '' } = attributes.find((each) => each.name === name) ?? {};
    if (values.length > 0) return ` ${values.map((value) => `\`${value}\``).join(', ')}.`;
    return type === 'boolean' ? ' (boolean)' : '';
  };
  const own = members.filter(({ kind, attribute }) => kind === 'field' && !attribute);
  const methods = members.filter(({ kind }) => kind === 'method');
  return `## \`<${tag}>\`

${description}
${table(of('Attributes'), attributes, valuesOf)}${table(of('Properties'), own)}${table(of('Methods'), methods)}${table(of('Events'), events)}${table(of('Slots'), slots)}${table(of('CSS parts'), parts)}${table(of('Custom properties'), cssProperties)}`;
};

export const elementsPage = (): string => `# Elements

Every public element of \`@chat/widget\`, generated from the sources, as is the package's
\`custom-elements.json\`. [The reference of \`<chat-room>\`](widget.md) explains them.

${readElements().map(sectionOf).join('\n')}`;
