// Properties of this process.
#pragma once

#include <optional>
#include <string>

namespace sys {

// The value of an environment variable; null if the variable is not set.
std::optional<std::string> Environment(const std::string& name);

// The host's name; in a pod, the pod's name. Empty if the system does not say.
std::string HostName();

// Protects the secrets of this process: no core dumps, no ptrace by other processes of the same user, /proc/PID/mem and
// /proc/PID/environ closed to them. Call first. Has no effect where the kernel refuses; never fails.
void ForbidDumps();

}  // namespace sys
