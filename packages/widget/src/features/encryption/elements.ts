// What the panel draws by itself: loaded when it opens.
import './chat-account-keys.ts';
import './chat-safety-number.ts';
