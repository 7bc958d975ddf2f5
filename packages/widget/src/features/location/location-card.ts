import { geoUri, type Location } from '@chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import type { Language } from '../../i18n/language.ts';
import { icons } from '../../ui/all-icons.ts';
import { accuracyText, coordinates, locationTexts } from './texts.ts';

const mapOf = ({ latitude, longitude }: Location): string => {
  const place = `${latitude.toFixed(6)}/${longitude.toFixed(6)}`;
  const [lat = '', lon = ''] = place.split('/');
  return `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}#map=17/${place}`;
};

/** Coordinates with links that open a map. Without `tabindex`: a preview without links. */
export const locationCard = (location: Location, language: Language, tabindex?: number): TemplateResult => {
  const texts = locationTexts(language.tag);
  return html`<div class="location" role="group" aria-label=${texts.location}>
    ${icons.place}
    <div>
      <b>${texts.location}</b>
      <bdi dir="ltr">${coordinates(location)}</bdi>
      ${location.accuracy === undefined ? nothing : html`<small>${accuracyText(location.accuracy, language.tag)}</small>`}
      ${
        tabindex === undefined
          ? nothing
          : html`<span class="links"
              ><a
                href=${mapOf(location)}
                target="_blank"
                rel="noopener noreferrer nofollow"
                tabindex=${tabindex}
                >${texts.openMap}</a
              ><a href=${geoUri(location)} tabindex=${tabindex}>${texts.openApp}</a></span
            >`
      }
    </div>
  </div>`;
};
