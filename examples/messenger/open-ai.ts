// Any endpoint with OpenAI's chat completions, your own model or a hosted one.
export interface Model {
  baseUrl: string;
  apiKey: string;
  model: string;
}

export interface Turn {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

interface Completion {
  choices?: { delta?: { content?: string | null }; message?: { content?: string | null } }[];
}

const longestMs = 120_000;

/** Yields the data of server-sent events. */
async function* eventsOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of body) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('data:')) yield line.slice(5).trim();
  }
  if (rest.startsWith('data:')) yield rest.slice(5).trim();
}

/** Yields the model's reply as it arrives. If the reader stops, the request is aborted. */
export async function* complete({ baseUrl, apiKey, model }: Model, messages: Turn[]): AsyncGenerator<string> {
  const stop = new AbortController();
  try {
    const response = await fetch(`${baseUrl.replace(/\/+$/, '')}/chat/completions`, {
      redirect: 'error', // the key is for this host
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({ model, messages, stream: true }),
      signal: AbortSignal.any([stop.signal, AbortSignal.timeout(longestMs)]),
    });
    if (!response.ok || !response.body) throw new Error(`the model's endpoint answered ${response.status}`);
    if (response.headers.get('content-type')?.startsWith('application/json')) {
      // The endpoint does not stream.
      const whole = (await response.json()) as Completion;
      yield whole.choices?.[0]?.message?.content ?? '';
      return;
    }
    for await (const data of eventsOf(response.body)) {
      if (data === '[DONE]') return;
      const piece = (JSON.parse(data) as Completion).choices?.[0]?.delta?.content;
      if (piece) yield piece;
    }
  } finally {
    stop.abort();
  }
}
