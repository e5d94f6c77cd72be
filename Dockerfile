# An image of palaver, from the packed package that it is published as:
#
#     npm pack && docker build --tag palaver:0.1.0 .
#     docker run --rm --volume "$PWD:/work" palaver:0.1.0 run talk.yml --target https://host/TOKEN
#
# Reports are written to /work. Kubernetes and Docker Compose: scenarios/kubernetes/README.md.
ARG NODE=node:20.20.2-bookworm-slim

FROM ${NODE} AS install
WORKDIR /install
COPY palaver-*.tgz ./
# A package of an earlier version that was left in the folder would be installed, too.
RUN [ "$(ls | wc -l)" = 1 ] || { echo 'more than one package: rm palaver-*.tgz && npm pack' >&2; exit 1; }
RUN npm install --global --prefix /opt/palaver --omit=dev --ignore-scripts --no-audit --no-fund ./palaver-*.tgz

FROM ${NODE}
COPY --from=install /opt/palaver /opt/palaver
ENV PATH=/opt/palaver/bin:$PATH NODE_ENV=production
RUN install --directory --owner=1000 --group=1000 /work
WORKDIR /work
# By number: Kubernetes cannot verify that a user given by name is not root.
USER 1000:1000
# palaver is process 1 and handles SIGTERM and SIGINT itself, so the image needs no init process.
ENTRYPOINT ["palaver"]
CMD ["--help"]
