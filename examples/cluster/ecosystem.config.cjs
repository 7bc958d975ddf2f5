// For PM2 on one machine: `pm2 start ecosystem.config.cjs`, with DATABASE_URL, REDIS_URL and FILES_FOLDER
// set. It runs separate processes: PM2's cluster mode would send the requests of one long-polling connection
// to different processes.
const ports = [4001, 4002, 4003];

module.exports = {
  apps: ports.map((port) => ({
    name: `live-events-${port}`,
    script: '../live-events/server.ts',
    // Needed, because PM2 has another default for `.ts`.
    interpreter: 'node',
    cwd: __dirname,
    // A graceful stop takes at most 15 seconds.
    kill_timeout: 20_000,
    env: { PORT: String(port), BEHIND_PROXY: '1' },
  })),
};
