# RabbitMQ as deploy/setup installs it. Whoever runs it gives the settings: the tests give those of `zz up`.
ARG BASE=debian:bookworm-slim
FROM ${BASE}
# The distribution keeps one version.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends rabbitmq-server \
    && rm -rf /var/lib/apt/lists/*
ENV LANG=C.UTF-8 PATH=/usr/lib/rabbitmq/bin:$PATH
USER 10001:10001
CMD ["rabbitmq-server"]
