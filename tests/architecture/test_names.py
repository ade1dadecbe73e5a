"""The names that give way to the terms of the field. A name leaves STILL_THERE when its last use is gone, and never returns."""
import re

from sources import SOURCES, code

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

STILL_THERE = {
    "MayI", "space", "Take", r"kMost\w+", "Descriptor", "known.h", "Ledger", "Machine", "Look", "Leaves", "KnowOwners",
    "Consumers", "Forget", "Fleet", "TakeDoubt", "holders", "Keep", "Settle", "Insist", "Weigh", "Drive", "MemoryStore",
    "Lose", "Wake", "Surroundings", "Refuse", "Answered", "Shaking", "Cut", "Memory", "Crowd", "strangers", "Greet",
}


def uses():
    found = {}
    for path in SOURCES:
        text = re.sub(r'"(?:[^"\\\n]|\\.)*"', lambda m: m.group(0) if "/" in m.group(0) else '""', code(path))
        for name in INSTEAD:
            if re.search(rf"\b{name}\b", text):
                found.setdefault(name, []).append(path.name)
    return found


def test_the_names_are_the_fields():
    wrong = {name: (INSTEAD[name], files) for name, files in uses().items() if name not in STILL_THERE}
    assert wrong == {}
