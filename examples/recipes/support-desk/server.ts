import { createSupportDesk } from './support-desk.ts';

const { PORT = '3573', DATA_FILE, AGENT_KEY = 'demo' } = process.env;
const agents = [{ id: 'ana', name: 'Ana', key: AGENT_KEY }];
const { httpServer } = createSupportDesk(agents, DATA_FILE || undefined);
httpServer.listen(Number(PORT), () =>
  console.log(`http://localhost:${PORT}, and for agents http://localhost:${PORT}/agents.html#${AGENT_KEY}`),
);
