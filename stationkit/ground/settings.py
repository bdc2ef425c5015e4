"""What a process is told by its environment, read once at start."""

from __future__ import annotations

from dataclasses import dataclass

from environs import Env, EnvError, validate

SHORTEST_KEY = 32


@dataclass(frozen=True)
class Settings:
    """The environment of one service process."""

    environment: str
    prefix: str
    amqp_uri: str
    mongo_uri: str
    health_host: str
    health_port: int
    public_keys: str
    private_key: str | None
    founding_key: str | None
    audit_key: str
    cursor_key: str
    log_level: str
    failpoint: str | None

    @property
    def development(self) -> bool:
        """Whether the movable clock and failpoints exist at all."""
        return self.environment == "development"

    def check_issuer(self) -> None:
        """Raises `environs.EnvError` where the key is missing with which tokens are signed."""
        if not self.private_key:
            raise EnvError('Environment variable "ZZ_TOKEN_PRIVATE_KEY" not set')


def read() -> Settings:
    """The settings of this process. Raises `environs.EnvError` naming what is missing or too short."""
    env = Env()
    environment = env.str("ZZ_ENV", "production")
    return Settings(
        environment=environment,
        prefix=env.str("ZZ_PREFIX", "zz"),
        amqp_uri=env.str("AMQP_URI"),
        mongo_uri=env.str("MONGO_URI", ""),
        health_host=env.str("ZZ_HEALTH_HOST", "127.0.0.1"),
        health_port=env.int("ZZ_HEALTH_PORT"),
        public_keys=env.str("ZZ_TOKEN_PUBLIC_KEYS"),
        private_key=env.str("ZZ_TOKEN_PRIVATE_KEY", None),
        founding_key=env.str("ZZ_FOUNDING_KEY", None),
        audit_key=_key(env, "ZZ_AUDIT_KEY"),
        cursor_key=_key(env, "ZZ_CURSOR_KEY"),
        log_level=env.str("ZZ_LOG_LEVEL", "INFO"),
        failpoint=env.str("ZZ_FAILPOINT", None) if environment == "development" else None,
    )


def _key(env: Env, name: str) -> str:
    """A key that seals: one that is empty or can be guessed seals nothing."""
    return env.str(name, validate=validate.Length(min=SHORTEST_KEY))
