"""The names that gave way to the terms of the field."""
import re

from sources import SOURCES, code, relative

INSTEAD = {
    "Crowd": "ConnectionPool", "strangers": "unproven", "Greet": "MarkEstablished",
    "Surroundings": "ServerContext", "Shaking": "InHandshake", "Descriptor": "fd",
    "Memory": "RetiredTokens", "MemoryStore": "RetiredTokenStore",
    "Refuse": "RejectEarly", "Answered": "OnResponsesSent", "Lose": "CountLost", "Wake": "Notify",
    "Insist": "RetryUntil", "Weigh": "ClassifyError", "Take": "Execute", "Drive": "Step", "Look": "Observe",
    "Ledger": "Lease", "Keep": "Renew", "Settle": "ResolveLostWrite",
    "Fleet": "PodInformer", "Leaves": "MarkDeleted", "KnowOwners": "RefreshOwners",
    "Consumers": "RolloutVerifier", "TakeDoubt": "ConsumeTokenRejection", "Forget": "Reset",
    "holders": "secret readers", "forgotten": "unmanaged readers",
    "Machine": "Dependencies", "MayI": "CheckAccess", "space": "ns",
    "Cut": "Truncate", r"kMost\w+": "kMax...", "known.h": "common_passwords.h",
}

# Words that are right elsewhere: gone from the rotator only.
ROTATORS = {"Take", "Look", "Weigh", "Drive", "Keep", "Leaves", "Forget"}


def uses():
    found = {}
    for path in SOURCES:
        text = re.sub(r'"(?:[^"\\\n]|\\.)*"', lambda m: m.group(0) if "/" in m.group(0) else '""', code(path))
        for name in INSTEAD:
            if re.search(rf"\b{name}\b", text) and (name not in ROTATORS or relative(path).startswith("rotator-job/")):
                found.setdefault(name, []).append(path.name)
    return found


def test_the_names_are_the_fields():
    wrong = {name: (INSTEAD[name], files) for name, files in uses().items()}
    assert wrong == {}
