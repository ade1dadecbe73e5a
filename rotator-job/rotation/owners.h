// Who else writes the Secret: Helm, Argo CD, Flux, External Secrets, known by the marks they leave.
#pragma once

#include <optional>
#include <string>

#include "kube/client.h"

namespace rotation {

struct Owner {
  std::string name;
  bool undoes;         // Whether it would put its own value back.
  std::string advice;  // The very setting to look at.
};

std::optional<Owner> FindOwner(const kube::Secret& secret);

}  // namespace rotation
