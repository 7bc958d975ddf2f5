import { createGameLobby } from './game-lobby.ts';

const { PORT = '3575', PLAYERS = '2' } = process.env;
const { httpServer } = await createGameLobby(Number(PLAYERS));
httpServer.listen(Number(PORT), () => console.log(`http://localhost:${PORT}`));
