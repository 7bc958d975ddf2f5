// Describes the public elements of @chat/widget for editors: custom-elements.json (the Custom Elements Manifest),
// custom data of VS Code, and web-types of JetBrains. Everything is read from the sources: the classes, their
// reactive properties and the tags of their comments.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const widget = join(dirname(fileURLToPath(import.meta.url)), '../packages/widget');

/** @typedef {{ name: string, description: string }} Named */
/** @typedef {Named & { fieldName?: string, type: string, values: string[] }} Attribute */
/** @typedef {Named & { kind: 'field' | 'method', type?: string, attribute?: string }} Member */
/**
 * @typedef {object} Element
 * @property {string} tag @property {string} className @property {string} description
 * @property {Attribute[]} attributes @property {Member[]} members @property {Named[]} events
 * @property {Named[]} slots @property {Named[]} parts @property {Named[]} cssProperties
 */

/** @param {string} path @returns {ts.SourceFile} */
const parse = (path) => ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);

/** @param {string} text */
const oneLine = (text) => text.replace(/\s+/g, ' ').trim();

/** @param {ts.Node} node */
const commentOf = (node) => {
  const [first] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return oneLine(ts.getTextOfJSDocComment(first?.comment) ?? '');
};

/** The tags of a comment, `@slot name - description`. A slot without a name has the name ''. @param {ts.Node} node @param {string} kind @returns {Named[]} */
const tagsOf = (node, kind) =>
  ts
    .getJSDocTags(node)
    .filter(({ tagName }) => tagName.text === kind)
    .map(({ comment }) => {
      const text = oneLine(ts.getTextOfJSDocComment(comment) ?? '');
      const [, name = '', description = ''] = /^([^\s-][^\s]*|--[^\s]+)?\s*-?\s*(.*)$/.exec(text) ?? [];
      return { name, description };
    });

/** Adds the names that a description mentions in passing: "also `--chat-font-size`". @param {Named[]} named @param {RegExp} pattern */
const withMentioned = (named, pattern) =>
  named.flatMap(({ name, description }) => [
    { name, description },
    ...[...description.matchAll(pattern)].map(([, other = '']) => ({
      name: other,
      description: `see \`${name}\`: ${description}`,
    })),
  ]);

/** @param {ts.SourceFile} file @param {(node: ts.Node) => void} visit */
const walk = (file, visit) => {
  /** @param {ts.Node} node */
  const each = (node) => {
    visit(node);
    ts.forEachChild(node, each);
  };
  each(file);
};

/** The values of string properties, by name, from the types for frameworks: those of the elements are plain strings. */
const valuesByName = () => {
  /** @type {Map<string, string[]>} */
  const values = new Map();
  walk(parse(join(widget, 'src/element-properties.ts')), (node) => {
    if (!ts.isInterfaceDeclaration(node) || node.name.text !== 'ChatRoomProperties') return;
    for (const member of node.members) {
      if (!ts.isPropertySignature(member) || !member.type || !ts.isUnionTypeNode(member.type)) continue;
      const literals = member.type.types.flatMap((type) =>
        ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal) ? [type.literal.text] : [],
      );
      if (literals.length > 0) values.set(member.name.getText(), literals);
    }
  });
  return values;
};

/** The tags that `HTMLElementTagNameMap` knows are public. */
const publicTags = () => {
  /** @type {Set<string>} */
  const tags = new Set();
  walk(parse(join(widget, 'src/element-types.ts')), (node) => {
    if (!ts.isInterfaceDeclaration(node) || node.name.text !== 'HTMLElementTagNameMap') return;
    for (const { name } of node.members) if (name && ts.isStringLiteral(name)) tags.add(name.text);
  });
  return tags;
};

/** The reactive properties of a Lit element: their attributes, or null for none. @param {ts.ClassDeclaration} node */
const reactiveOf = (node) => {
  /** @type {Map<string, { attribute: string | null, isBoolean: boolean, isState: boolean }>} */
  const found = new Map();
  const declared = node.members.find(
    (member) => ts.isPropertyDeclaration(member) && member.name.getText() === 'properties',
  );
  if (!declared || !ts.isPropertyDeclaration(declared) || !declared.initializer) return found;
  walk(/** @type {never} */ (declared.initializer), (each) => {
    if (!ts.isPropertyAssignment(each) || each.parent !== declared.initializer) return;
    const text = each.initializer.getText();
    const [, own] = /attribute: '([\w-]+)'/.exec(text) ?? [];
    const name = each.name.getText();
    found.set(name, {
      attribute: /attribute: false|state: true/.test(text) ? null : (own ?? name.toLowerCase()),
      isBoolean: /type: Boolean/.test(text),
      isState: /state: true/.test(text),
    });
  });
  return found;
};

/** @param {ts.ClassElement} member */
const isPublic = (member) => {
  const flags = ts.getCombinedModifierFlags(member);
  const hidden =
    ts.ModifierFlags.Private |
    ts.ModifierFlags.Protected |
    ts.ModifierFlags.Static |
    ts.ModifierFlags.Override;
  return (flags & hidden) === 0 && member.name !== undefined && !ts.isPrivateIdentifier(member.name);
};

/** @param {ts.ClassDeclaration} node @param {ReturnType<typeof reactiveOf>} reactive @returns {Member[]} */
const membersOf = (node, reactive) => {
  /** @type {Map<string, Member>} */
  const members = new Map();
  for (const member of node.members) {
    if (!isPublic(member) || ts.isConstructorDeclaration(member)) continue;
    const name = member.name?.getText() ?? '';
    const { attribute, isState = false } = reactive.get(name) ?? {};
    const isArrow =
      ts.isPropertyDeclaration(member) &&
      member.initializer !== undefined &&
      ts.isArrowFunction(member.initializer);
    // A getter of a function is a method: `open()`.
    const isGetter =
      ts.isGetAccessor(member) && member.type !== undefined && ts.isFunctionTypeNode(member.type);
    if (isState || members.has(name)) continue;
    if (ts.isMethodDeclaration(member) || isArrow || isGetter)
      members.set(name, { kind: 'method', name, description: commentOf(member) });
    else if (ts.isPropertyDeclaration(member))
      members.set(name, {
        kind: 'field',
        name,
        description: commentOf(member),
        type: member.type?.getText() ?? 'unknown',
        ...(attribute && { attribute }),
      });
  }
  return [...members.values()];
};

/** @param {string} tag @param {ts.ClassDeclaration} node @param {Map<string, string[]>} values @returns {Element} */
const elementOf = (tag, node, values) => {
  const reactive = reactiveOf(node);
  const members = membersOf(node, reactive);
  /** @type {Attribute[]} */
  const own = [...reactive].flatMap(([fieldName, { attribute, isBoolean }]) => {
    if (attribute === null) return [];
    const { description = '' } = members.find(({ name }) => name === fieldName) ?? {};
    const type = isBoolean ? 'boolean' : 'string';
    return [{ name: attribute, fieldName, description, type, values: values.get(fieldName) ?? [] }];
  });
  const others = tagsOf(node, 'attr').map((each) => ({
    ...each,
    type: 'string',
    values: values.get(each.name) ?? [],
  }));
  return {
    tag,
    className: node.name?.text ?? '',
    description: commentOf(node),
    attributes: [...own, ...others],
    members,
    events: tagsOf(node, 'event'),
    slots: tagsOf(node, 'slot'),
    parts: withMentioned(tagsOf(node, 'csspart'), /`([a-z]+-[a-z-]+)`/g),
    cssProperties: withMentioned(tagsOf(node, 'cssproperty'), /`(--[\w-]+)`/g),
  };
};

/** Reads the public elements from the sources of the widget, by their tags. @returns {Element[]} */
export const readElements = () => {
  const tags = publicTags();
  const values = valuesByName();
  /** @type {Element[]} */
  const elements = [];
  /** Parts of an element inside, which the one outside exports. @type {[outside: Element, names: string[]][]} */
  const exported = [];
  const paths = readdirSync(join(widget, 'src'), { recursive: true, encoding: 'utf8' });
  for (const path of paths.filter((each) => each.endsWith('.ts'))) {
    const text = readFileSync(join(widget, 'src', path), 'utf8');
    const [, tag = '', className] = /^define\('([\w-]+)', (\w+)\);$/m.exec(text) ?? [];
    if (!tags.has(tag)) continue;
    for (const node of parse(join(widget, 'src', path)).statements) {
      if (!ts.isClassDeclaration(node) || node.name?.text !== className) continue;
      const element = elementOf(tag, node, values);
      const names = [...text.matchAll(/exportparts="([^"$]+)"/g)].flatMap(([, list = '']) =>
        list.split(/,\s*/),
      );
      elements.push(element);
      exported.push([element, names]);
    }
  }
  for (const [element, names] of exported)
    for (const name of names) {
      const part = elements.flatMap(({ parts }) => parts).find((each) => each.name === name);
      if (part && !element.parts.some((each) => each.name === name)) element.parts.push(part);
    }
  return elements.sort((a, b) => (a.tag < b.tag ? -1 : 1));
};

const module = 'dist/index.js';

/** @param {Attribute} attribute */
const typeOf = ({ type, values }) =>
  values.length > 0 ? values.map((value) => `'${value}'`).join(' | ') : type;

/** The Custom Elements Manifest, version 2.1. @param {Element[]} elements */
export const customElements = (elements) => ({
  schemaVersion: '2.1.0',
  readme: 'README.md',
  modules: [
    {
      kind: 'javascript-module',
      path: module,
      declarations: elements.map(({ tag, className, description, attributes, members, events, ...rest }) => ({
        kind: 'class',
        customElement: true,
        name: className,
        tagName: tag,
        description,
        superclass: { name: 'LitElement', package: 'lit' },
        attributes: attributes.map(({ name, description, fieldName, ...each }) => ({
          name,
          description,
          type: { text: typeOf({ name, description, ...each }) },
          ...(fieldName && { fieldName }),
        })),
        members: members.map(({ kind, name, description, type, attribute }) => ({
          kind,
          name,
          description,
          ...(type && { type: { text: type } }),
          ...(attribute && { attribute }),
        })),
        events: events.map((event) => ({ ...event, type: { text: 'CustomEvent' } })),
        slots: rest.slots,
        cssParts: rest.parts,
        cssProperties: rest.cssProperties,
      })),
      exports: elements.map(({ tag, className }) => ({
        kind: 'custom-element-definition',
        name: tag,
        declaration: { name: className, module },
      })),
    },
  ],
});

/** @param {string} value */
const markdown = (value) => ({ kind: 'markdown', value });

/** Custom data of VS Code, for its setting `html.customData`. @param {Element[]} elements */
export const vscodeData = (elements) => ({
  version: 1.1,
  tags: elements.map(({ tag, description, attributes }) => ({
    name: tag,
    description: markdown(description),
    attributes: attributes.map(({ name, description, type, values }) => ({
      name,
      description: markdown(description),
      ...(type === 'boolean' ? { valueSet: 'v' } : {}),
      ...(values.length > 0 ? { values: values.map((value) => ({ name: value })) } : {}),
    })),
  })),
});

/** Web-types of JetBrains. @param {Element[]} elements @param {string} version */
export const webTypes = (elements, version) => ({
  $schema: 'https://json.schemastore.org/web-types',
  name: '@chat/widget',
  version,
  'description-markup': 'markdown',
  contributions: {
    html: {
      elements: elements.map(
        ({ tag, description, attributes, members, events, slots, parts, cssProperties }) => ({
          name: tag,
          description,
          attributes: attributes.map((attribute) => ({
            name: attribute.name,
            description: attribute.description,
            value: { type: typeOf(attribute), required: attribute.type !== 'boolean' },
          })),
          slots,
          js: {
            properties: members
              .filter(({ kind }) => kind === 'field')
              .map(({ name, description }) => ({ name, description })),
            events,
          },
          css: { parts, properties: cssProperties },
        }),
      ),
    },
  },
});

/** Writes the three files next to the built widget. @param {string} folder @param {string} version */
export const writeElementsManifest = (folder, version) => {
  const elements = readElements();
  const files = {
    'custom-elements.json': customElements(elements),
    'vscode.html-custom-data.json': vscodeData(elements),
    'web-types.json': webTypes(elements, version),
  };
  for (const [name, value] of Object.entries(files))
    writeFileSync(join(folder, name), `${JSON.stringify(value, null, 2)}\n`);
};
