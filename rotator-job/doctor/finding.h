// The lines of `token-rotator doctor`.
#pragma once

#include <string>
#include <vector>

namespace doctor {

enum class Level { kOk, kWarning, kFailure };

struct Finding {
  std::string check;  // Stable: "ca-bundle".
  Level level = Level::kOk;
  std::string text;      // What was seen, or why the check could not be made.
  std::string remedy{};  // One sentence, imperative; empty if ok.
};

using Findings = std::vector<Finding>;

}  // namespace doctor
