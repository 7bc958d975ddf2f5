import { localize } from '../../i18n/localize.ts';
import type { Format } from './format-text.ts';

/** The names of the toolbar and its buttons. */
export type FormattingTexts = Readonly<Record<Format | 'formatting', string>>;

const all = {
  en: {
    formatting: 'Formatting',
    bold: 'Bold',
    italic: 'Italic',
    strike: 'Strikethrough',
    code: 'Code',
    codeBlock: 'Code block',
    quote: 'Quote',
    bullets: 'Bulleted list',
    numbers: 'Numbered list',
    link: 'Link',
  },
  es: {
    formatting: 'Formato',
    bold: 'Negrita',
    italic: 'Cursiva',
    strike: 'Tachado',
    code: 'Código',
    codeBlock: 'Bloque de código',
    quote: 'Cita',
    bullets: 'Lista con viñetas',
    numbers: 'Lista numerada',
    link: 'Enlace',
  },
  fr: {
    formatting: 'Mise en forme',
    bold: 'Gras',
    italic: 'Italique',
    strike: 'Barré',
    code: 'Code',
    codeBlock: 'Bloc de code',
    quote: 'Citation',
    bullets: 'Liste à puces',
    numbers: 'Liste numérotée',
    link: 'Lien',
  },
  pt: {
    formatting: 'Formatação',
    bold: 'Negrito',
    italic: 'Itálico',
    strike: 'Tachado',
    code: 'Código',
    codeBlock: 'Bloco de código',
    quote: 'Citação',
    bullets: 'Lista com marcadores',
    numbers: 'Lista numerada',
    link: 'Link',
  },
  de: {
    formatting: 'Formatierung',
    bold: 'Fett',
    italic: 'Kursiv',
    strike: 'Durchgestrichen',
    code: 'Code',
    codeBlock: 'Codeblock',
    quote: 'Zitat',
    bullets: 'Aufzählung',
    numbers: 'Nummerierte Liste',
    link: 'Link',
  },
  ar: {
    formatting: 'التنسيق',
    bold: 'غامق',
    italic: 'مائل',
    strike: 'يتوسطه خط',
    code: 'رمز برمجي',
    codeBlock: 'كتلة رموز برمجية',
    quote: 'اقتباس',
    bullets: 'قائمة نقطية',
    numbers: 'قائمة مرقّمة',
    link: 'رابط',
  },
} satisfies Record<string, FormattingTexts>;

/** Changes for a region. */
const variants = { 'pt-pt': { strike: 'Rasurado', bullets: 'Lista com marcas', link: 'Ligação' } };

export const formattingTexts = localize<FormattingTexts>(all, variants);
