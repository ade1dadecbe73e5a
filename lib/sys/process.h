// What a process that holds secrets does first.
#pragma once

#include <optional>
#include <string>

namespace sys {

// A variable of the environment.
std::optional<std::string> Environment(const std::string& name);

// No core files, no ptrace by others of the same user, /proc/PID/mem and environ closed to them. Never fails: what the
// kernel refuses is left as it was.
void ForbidDumps();

}  // namespace sys
