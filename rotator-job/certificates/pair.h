// The serving pair that the guard makes for itself: a CA, and one leaf that the CA has signed.
//
// The CA's key is discarded as soon as the leaf is signed: nobody can issue a second certificate that kube-apiserver
// trusts. Each renewal makes a new CA. The guard recognises its own CAs in a caBundle by their common name, which
// begins with kAuthorityPrefix; no other state is needed, and none can be lost.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/secret_bytes.h"
#include "ports/random.h"

namespace certificates {

using WallTime = std::chrono::system_clock::time_point;

constexpr std::string_view kAuthorityPrefix = "token-webhook-ca-";
constexpr std::chrono::hours kLifetime{397 * 24};
constexpr std::chrono::hours kBackdated{1};  // For a kube-apiserver whose clock is slow.

// PEM texts.
struct Pair {
  std::string certificate;
  base::SecretBytes key;
  std::string authority;
};

// The DNS name that kube-apiserver expects of the Service's certificate.
std::string ServiceName(const std::string& ns);

// Makes a CA and a leaf for the Service in the namespace `ns`, both on P-256 and valid from kBackdated before `now`
// until kLifetime after. kInternal: the machine has no randomness or OpenSSL refuses.
base::Result<Pair> MakePair(const std::string& ns, WallTime now, ports::Random& random);

enum class Condition {
  kMissing,  // No certificate and no key.
  kBroken,   // Unusable: key and certificate do not match, the CA is missing or has not signed, another DNS name.
  kForeign,  // A certificate that another authority has issued.
  kGood,     // The guard's own; perhaps expired.
};

struct PairFacts {
  Condition condition = Condition::kMissing;
  WallTime expires{};       // The earlier end of leaf and CA; only if kGood.
  std::string leaf{};       // x509::Fingerprint(); only if kGood.
  std::string authority{};  // PEM of the CA alone; only if kGood.
};

// What a stored pair is good for at `now`.
PairFacts Inspect(std::string_view certificate, std::string_view key, std::string_view authority,
                  const std::string& ns);

}  // namespace certificates
