"""The shape of what the two operators read, as far as it is used here: a field that is not here is a slip."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]


def _fields(required: dict[str, Any], **optional: Any) -> Schema:
    properties = required | optional
    return {"type": "object", "properties": properties, "required": [*required], "additionalProperties": False}


TEXT: Schema = {"type": "string", "minLength": 1}
COUNT: Schema = {"type": "integer", "minimum": 1}
SIZE: Schema = {"type": "string", "pattern": r"^[0-9]+(Mi|Gi|Ti)$"}
CPU: Schema = {"type": "string", "pattern": r"^[0-9]+m?$"}
AMOUNT = _fields({"cpu": CPU, "memory": SIZE})
RESOURCES = _fields({"requests": AMOUNT, "limits": AMOUNT})
AFFINITY: Schema = {"type": "object"}  # Kubernetes' own: looked at by the rules
METADATA: Schema = {"type": "object"}
CLAIM = _fields(
    {"accessModes": {"const": ["ReadWriteOnce"]}, "resources": _fields({"requests": _fields({"storage": SIZE})})},
    storageClassName=TEXT,
)
POD = _fields(
    {"affinity": AFFINITY, "containers": {"type": "array", "items": _fields({"name": TEXT, "resources": RESOURCES})}},
    terminationGracePeriodSeconds=COUNT,
)
BROKER = _fields(
    {
        "replicas": COUNT,
        "image": TEXT,
        "persistence": _fields({"storage": SIZE}, storageClassName=TEXT),
        "resources": RESOURCES,
        "rabbitmq": _fields({"additionalConfig": TEXT}),
        "affinity": AFFINITY,
    }
)
USER = _fields(
    {
        "name": TEXT,
        "db": TEXT,
        "passwordSecretRef": _fields({"name": TEXT, "key": TEXT}),
        "roles": {"type": "array", "items": _fields({"name": TEXT, "db": TEXT})},
        "scramCredentialsSecretName": TEXT,
    }
)
DATABASE = _fields(
    {
        "type": {"const": "ReplicaSet"},
        "members": COUNT,
        "version": {"type": "string", "pattern": r"^[0-9]+\.[0-9]+\.[0-9]+$"},
        "featureCompatibilityVersion": {"type": "string", "pattern": r"^[0-9]+\.[0-9]+$"},
        "security": _fields(
            {
                "authentication": _fields(
                    {
                        "modes": {"type": "array", "items": {"enum": ["SCRAM", "SCRAM-SHA-256"]}},
                        "ignoreUnknownUsers": {"type": "boolean"},
                    }
                )
            }
        ),
        "users": {"type": "array", "items": USER, "minItems": 1},
        "additionalMongodConfig": {"type": "object"},
        "statefulSet": _fields(
            {
                "spec": _fields(
                    {
                        "template": _fields({"spec": POD}),
                        "volumeClaimTemplates": {
                            "type": "array",
                            "items": _fields({"metadata": _fields({"name": TEXT}), "spec": CLAIM}),
                        },
                    }
                )
            }
        ),
    }
)


def _object(api: str, kind: str, spec: Schema) -> Schema:
    return _fields({"apiVersion": {"const": api}, "kind": {"const": kind}, "metadata": METADATA, "spec": spec})


SCHEMAS = {
    "RabbitmqCluster": _object("rabbitmq.com/v1beta1", "RabbitmqCluster", BROKER),
    "MongoDBCommunity": _object("mongodbcommunity.mongodb.com/v1", "MongoDBCommunity", DATABASE),
}
