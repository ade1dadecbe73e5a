"""JSON Patches of a review's object."""
import copy


def applied(review, patch):
    """RFC 6902, as far as it is used: each path has to be there as the standard asks."""
    review = copy.deepcopy(review)
    for operation in patch:
        *parents, last = [part.replace("~1", "/").replace("~0", "~") for part in operation["path"].split("/")[1:]]
        node = review["request"]["object"]
        for part in parents:
            node = node[part]
        if operation["op"] == "add":
            node[last] = operation["value"]
        else:
            assert operation["op"] == "remove"
            del node[last]
    return review
