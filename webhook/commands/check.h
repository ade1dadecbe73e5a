// `token-webhook check`: the webhook's verdict on manifests and tokens, without a cluster.
#pragma once

#include <string>
#include <vector>

#include "ports/files.h"
#include "token/profile.h"

namespace commands {

struct CheckRequest {
  std::vector<std::string> manifests;  // Paths; "-" is standard input.
  std::string token_file;              // A file whose bytes are the token; empty for none.
  bool json = false;                   // Output for programs: one JSON object. Otherwise text.
  bool colour = false;                 // Of the text.
  bool explain = false;                // Add token::Explain's lines to the text.
};

struct CheckOutcome {
  int exit_code = 0;   // 0 accepted; 1 at least one refused; 2 at least one unreadable or without the guarded Secret.
  std::string output;  // For standard output.
  std::string errors;  // For standard error, one sentence a line.
};

// Judges each Secret of the profile's name in the manifests, unless it names another namespace. No output holds a
// token. `files` is borrowed.
CheckOutcome Check(ports::Files& files, const CheckRequest& request, const token::Profile& profile);

}  // namespace commands
