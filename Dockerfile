# Targets: worker (the default), api and sandbox. Debian, never Alpine: the Temporal core needs glibc.
FROM node:24.21.0-bookworm-slim AS base
WORKDIR /app

FROM base AS build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
# What will be in the image, for those who look for vulnerabilities later.
RUN npx cyclonedx-npm --omit dev --output-file sbom.cdx.json
RUN npm run build && npm prune --omit=dev
# Of the Temporal core only this platform's.
RUN cd node_modules/@temporalio/core-bridge/releases \
 && find . -mindepth 1 -maxdepth 1 ! -name "$(uname -m)-unknown-linux-gnu" -exec rm -r {} +

FROM base AS runtime
# The slim image has no root certificates, and the Temporal core, unlike Node, brings none for TLS.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates \
 && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production
# package.json says that the compiled files are ES modules.
COPY --from=build /app/package.json /app/sbom.cdx.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
# The user node, by its number: Kubernetes' runAsNonRoot cannot check a name.
USER 1000:1000

FROM runtime AS sandbox
CMD ["node", "dist/sandbox/main.js"]

FROM runtime AS api
CMD ["node", "dist/api/main.js"]

FROM runtime AS worker
# No shell and no npm in between: SIGTERM reaches the worker, which then finishes its calls to Octane.
# Without a limit Node lets its heap grow with its load, to several times of what the worker needs: docs/scaling.md.
CMD ["node", "--max-old-space-size=256", "dist/worker/main.js"]
