// The options of one run of `token-rotator certs`.
#pragma once

#include <chrono>
#include <string>

namespace certificates {

// Who makes the serving certificate. The path key, the registered paths and the rules are the guard's in every mode.
enum class Mode {
  kBuiltin,      // The guard, with a CA of its own.
  kCertManager,  // cert-manager; its cainjector fills the caBundle.
  kExisting,     // Somebody else, by a Secret; the caBundle is theirs too, or that of a file.
};

struct Settings {
  Mode mode = Mode::kBuiltin;
  std::string authorities;  // kExisting: PEM that each caBundle must hold; empty: the caBundle stays as it is.
  bool renew = false;       // Renew the pair and the path key although both are young.
  std::chrono::seconds deadline{300};  // For the pods to take new files up: mounts lag by 90 s.
};

}  // namespace certificates
