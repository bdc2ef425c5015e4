"""What the gateway is told by its environment."""

from __future__ import annotations

from dataclasses import dataclass

from environs import Env


@dataclass(frozen=True)
class Settings:
    """The environment of the gateway. `proxies` says how many trusted proxies stand before it.

    `rate_limit` is how often one session, or one source without a session, may ask: `300/second`. `connections` is how
    many one source may have open, 0 for no limit; behind a proxy, which is one source to the gateway, there is none.
    `documents` says whether the API tells strangers what it is.
    """

    environment: str
    prefix: str
    amqp_uri: str
    health_port: int
    body_limit: int
    proxies: int
    public_keys: str
    rate_limit: str
    connections: int
    documents: bool
    log_level: str

    @property
    def development(self) -> bool:
        """Whether the routes of development exist."""
        return self.environment == "development"


def read() -> Settings:
    """The gateway's settings. Raises `environs.EnvError` naming what is missing."""
    env = Env()
    proxies = env.int("ZZ_TRUSTED_PROXIES", 0)
    return Settings(
        environment=env.str("ZZ_ENV", "production"),
        prefix=env.str("ZZ_PREFIX", "zz"),
        amqp_uri=env.str("AMQP_URI"),
        health_port=env.int("ZZ_HEALTH_PORT"),
        body_limit=env.int("ZZ_BODY_LIMIT", 1024 * 1024),
        proxies=proxies,
        public_keys=env.str("ZZ_TOKEN_PUBLIC_KEYS"),
        rate_limit=env.str("ZZ_RATE_LIMIT", "300/second"),
        connections=env.int("ZZ_CONNECTIONS_PER_SOURCE", 0 if proxies else 200),
        documents=env.bool("ZZ_API_DOCUMENTS", True),
        log_level=env.str("ZZ_LOG_LEVEL", "INFO"),
    )
