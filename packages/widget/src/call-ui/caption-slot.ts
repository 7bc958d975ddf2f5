import { html, nothing, type TemplateResult } from 'lit';
import { shows } from '../core/feature-filter.ts';
import { features } from '../core/feature-registry.ts';
import type { RoomContext } from '../core/feature.ts';

/** The captions of a call in its room: those of the page, else those of the room. */
export const captionSlot = (context: RoomContext): TemplateResult =>
  html`<slot name="captions" slot="captions"
    >${features.map(({ name, renderInCall }) =>
      renderInCall && shows(context.features, name) ? renderInCall(context) : nothing,
    )}</slot
  >`;
