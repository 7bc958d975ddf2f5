import { html, nothing } from 'lit';
import type { Feature } from '../../core/feature.ts';
import { locationCard } from './location-card.ts';
import { locationStyle } from './location.styles.ts';
import { shareLocationTool } from './share-location.ts';
import { coordinates, locationTexts } from './texts.ts';

/** A shared location: a card with its coordinates. Nothing is requested until the reader opens a link. */
export const location: Feature = {
  name: 'location',
  tool: shareLocationTool,
  label: ({ item, language }) =>
    item.location ? `${locationTexts(language.tag).location} ${coordinates(item.location)}` : '',
  renderBelowText: ({ item, language, tabindex }) =>
    item.location ? html`${locationCard(item.location, language, tabindex)}` : nothing,
  styles: { messages: locationStyle },
};
