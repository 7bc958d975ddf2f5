// Stands before the code of widget.js, in one function with it. Chunks are classic scripts beside widget.js: they load from
// any origin without CORS, under any policy that let widget.js itself in, and share the modules that widget.js holds.
const script = document.currentScript;
const before = globalThis.Chat;
// Loaded already, perhaps in another version: that one stays in charge, and this tag only asks for its element.
if (before?.embedScript) return before.embedScript(script);

const folder = script?.src.replace(/[?#].*/s, '').replace(/[^/]*$/, '');
const shared = {};
/** The exports of each chunk, by its name. */
const chunks = { widget: Promise.resolve(shared) };
/** What the script that runs now has defined. */
let defined;

const load = (name) =>
  (chunks[name] ??= new Promise((resolve, reject) => {
    const element = document.createElement('script');
    element.src = `${folder}${name}.js`;
    element.nonce = script.nonce;
    element.addEventListener('load', () => {
      element.remove();
      resolve(run(...defined));
    });
    element.addEventListener('error', () => {
      element.remove();
      delete chunks[name]; // the next use tries again
      reject(new Error(`unable to load ${element.src}`));
    });
    document.head.append(element);
  }));

/** Calls a chunk's factory once what it imports is there. */
const run = async (names, factory) => {
  const own = { require: load, exports: {} };
  factory(...(await Promise.all(names.map((name) => own[name] ?? load(name.slice(2))))));
  return own.exports;
};

// Also in scope for the code that follows, which defines itself first, and at once: only now does it know where it came from.
const Chat = {
  before,
  /** What `import()` has become. */
  load: (path) => load(path.slice(2)),
  chunk: (names, factory) => {
    Chat.chunk = (...chunk) => (defined = chunk);
    factory(...names.map(() => shared));
  },
};
globalThis.Chat = Chat;
