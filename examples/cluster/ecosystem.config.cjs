// For PM2 on one machine: `pm2 start ecosystem.config.cjs`, with DATABASE_URL, REDIS_URL and FILES_FOLDER set. Processes of their own
// rather than PM2's cluster mode: that one would hand the requests of one long-polling connection to different processes.
const ports = [4001, 4002, 4003];

module.exports = {
  apps: ports.map((port) => ({
    name: `live-events-${port}`,
    script: '../live-events/server.ts',
    // Said, since PM2 has another in mind for `.ts`.
    interpreter: 'node',
    cwd: __dirname,
    // Each ends in peace, which takes 15 seconds at most.
    kill_timeout: 20_000,
    env: { PORT: String(port), BEHIND_PROXY: '1' },
  })),
};
