// `token-webhook check`: the webhook's verdict on manifests and tokens, without a cluster.
#pragma once

#include <string>
#include <vector>

#include "ports/files.h"
#include "token/profile.h"

namespace commands {

struct CheckRequest {
  std::vector<std::string> manifests;  // Paths, or "-" for standard input.
  std::string token_file;              // A file that holds the token itself, byte by byte; empty for none.
  bool json = false;                   // One object for programs; else text for people.
  bool colour = false;                 // Of the text.
};

struct CheckOutcome {
  int exit_code = 0;   // 0 accepted; 1 refused; 2 unreadable or nothing guarded in it. 2 outranks 1.
  std::string output;  // For standard output.
  std::string errors;  // For standard error.
};

// A manifest without a namespace counts as guarded by its name.
CheckOutcome Check(ports::Files& files, const CheckRequest& request, const token::Profile& profile);

}  // namespace commands
