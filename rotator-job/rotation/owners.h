// The tool that owns the Secret: Argo CD, Flux, External Secrets, Helm, or the controller of its ownerReference,
// recognised by labels, annotations, field managers and ownerReferences. Pure.
#pragma once

#include <optional>
#include <string>

#include "kube/client.h"

namespace rotation {

struct Owner {
  std::string name;
  bool reverts;        // Whether the tool writes its own value back.
  std::string advice;  // The setting to change.
};

// Null if no owner is recognised.
std::optional<Owner> FindOwner(const kube::Secret& secret);

}  // namespace rotation
