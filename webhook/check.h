// `token-webhook check`: the webhook's verdict on manifests, without a cluster.
#pragma once

#include <string>
#include <vector>

#include "ports/files.h"
#include "token/profile.h"

namespace webhook {

struct CheckOutcome {
  int exit_code = 0;   // 0 accepted; 1 refused; 2 unreadable or nothing guarded in it. 2 outranks 1.
  std::string output;  // For standard output.
  std::string errors;  // For standard error.
};

// Each source is a path or "-". A manifest without a namespace counts as guarded by its name.
CheckOutcome Check(ports::Files& files, const std::vector<std::string>& sources, const token::Profile& profile,
                   bool json);

}  // namespace webhook
