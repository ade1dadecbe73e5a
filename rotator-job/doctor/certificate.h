// Certificates as the doctor looks at them: dates, names, and who trusts whom. Pure; any number of threads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "ports/clock.h"

namespace doctor {

struct Certificate {
  std::string name;  // The subject's common name, else "certificate without a name".
  std::string id;    // SHA-256 of the certificate in hex, to tell certificates apart.
  ports::Clock::WallTime not_before;
  ports::Clock::WallTime not_after;
};

// The certificates of a PEM text in their order. kInvalid if there is none or one is broken.
base::Result<std::vector<Certificate>> ParseCertificates(std::string_view pem);

// Whether a client that trusts `bundle` accepts this chain (PEM, leaf first) for this server name, at this time. The
// error is OpenSSL's reason, for example "unable to get local issuer certificate".
base::Result<void> Verify(std::string_view chain, std::string_view bundle, const std::string& server,
                          ports::Clock::WallTime now);

}  // namespace doctor
