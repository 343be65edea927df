# Images of Bookinda Desk: `server` (the default), and `hosts`, the demo's host pages on another origin.
FROM node:24-trixie-slim AS sources
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY contracts/package.json contracts/
COPY server/package.json server/
COPY widget/package.json widget/
COPY e2e/package.json e2e/
# Nothing here needs an install script: the embedded PostgreSQL, whose links one makes, is not used in containers.
RUN npm ci --ignore-scripts --no-audit --no-fund
# By name: an image holds no file that somebody only keeps beside the sources, such as `.env`.
COPY turbo.json tsconfig.base.json .swcrc ./
COPY contracts contracts
COPY server server
COPY widget widget
COPY e2e e2e

FROM sources AS build
ENV TURBO_TELEMETRY_DISABLED=1
RUN npm run build

FROM node:24-trixie-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY contracts/package.json contracts/
COPY server/package.json server/
COPY widget/package.json widget/
COPY e2e/package.json e2e/
RUN npm ci --ignore-scripts --omit=dev --workspace contracts --workspace server --no-audit --no-fund

FROM sources AS hosts
USER node
EXPOSE 3001
CMD ["node", "e2e/stage/run.js", "hosts"]

FROM node:24-trixie-slim AS server
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=packages /app/server server
COPY contracts/package.json contracts/
COPY --from=build /app/contracts/dist contracts/dist
COPY --from=build /app/server/dist server/dist
COPY --from=build /app/widget/dist widget/dist
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/health/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# 20 s is what a drain may take; give the container more (stop_grace_period).
CMD ["node", "--max-semi-space-size=8", "server/dist/main.js"]
