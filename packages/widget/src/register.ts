// Imported before all elements: those that stand in the page already are drawn as soon as they are defined.
import './features/index.ts';
import type { ComposerParts } from './composer/chat-composer.ts';
import { registerDeferred } from './core/deferred.ts';
import type { ListParts } from './messages/deferred.ts';
import type { RoomParts } from './room/chat-room.ts';

registerDeferred(() => import('./deferred.ts') satisfies Promise<ComposerParts & ListParts & RoomParts>);
