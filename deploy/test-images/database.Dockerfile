# The mongod that deploy/setup unpacked; the folder in which it lies is what this is built from.
ARG BASE=debian:bookworm-slim
FROM ${BASE}
# The distribution keeps one version.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends libcurl4 \
    && rm -rf /var/lib/apt/lists/*
COPY mongod /usr/local/bin/mongod
USER 10001:10001
CMD ["mongod"]
