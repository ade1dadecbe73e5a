#include "rotation/token_probe.h"

#include <algorithm>

namespace rotation {
namespace {

constexpr int kTooManyRequests = 429;
// Keptn's bucket refills with one request per second; other clients of the same address may empty it again.
constexpr int kMaxTries = 6;

std::string Address(const kube::Pod& pod, const token::Proof& proof) {
  return "pod " + pod.name + " at " + pod.ip + ":" + std::to_string(proof.port);
}

}  // namespace

bool HeaderCanCarry(const base::SecretBytes& token) {
  const std::string_view bytes = token.Reveal();
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  const auto control = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && byte != '\t') || byte == 0x7f;
  };
  return !bytes.empty() && !blank(bytes.front()) && !blank(bytes.back()) &&
         std::none_of(bytes.begin(), bytes.end(), control);
}

TokenProbe::Outcome TokenProbe::Prove(const kube::Pod& pod, const token::Proof& proof, const base::SecretBytes& wanted,
                                      const base::SecretBytes& unwanted) {
  if (clock_.Monotonic() < ask_at_[pod.uid]) {
    return Outcome::kUnknown;
  }
  ask_at_[pod.uid] = clock_.Monotonic() + std::chrono::milliseconds(proof.interval_ms);
  if (refused_decoy_.count(pod.uid) == 0) {
    const auto decoy = probe_.Ask(pod.ip, proof, decoy_);
    if (!decoy) {
      log_.Info("pod does not answer yet", {{"pod", std::string_view(pod.name)}});
    } else if (*decoy == proof.refused) {
      refused_decoy_.insert(pod.uid);
    } else if (*decoy == proof.accepted) {
      log_.Warning("pod accepts a random token: the live one is not sent to it", {{"pod", std::string_view(pod.name)}});
    }
    return Outcome::kUnknown;
  }
  const auto dead = HeaderCanCarry(unwanted) ? probe_.Ask(pod.ip, proof, unwanted) : base::Result<int>(proof.refused);
  if (!dead || (*dead != proof.refused && *dead != proof.accepted)) {
    return Outcome::kUnknown;
  }
  if (*dead == proof.accepted) {
    return Outcome::kRejected;
  }
  const auto live = HeaderCanCarry(wanted) ? probe_.Ask(pod.ip, proof, wanted) : base::Result<int>(proof.accepted);
  if (!live || *live != proof.accepted) {
    return live && *live == proof.refused ? Outcome::kRejected : Outcome::kUnknown;
  }
  log_.Info(
      "pod proven",
      {{"pod", std::string_view(pod.name)}, {"liveToken", std::int64_t{*live}}, {"deadToken", std::int64_t{*dead}}});
  return Outcome::kProven;
}

base::Result<int> TokenProbe::AskUntilAnswered(const kube::Pod& pod, const token::Proof& proof,
                                               const base::SecretBytes& token) {
  for (int tries = 1;; ++tries) {
    auto status = probe_.Ask(pod.ip, proof, token);
    if (!status) {
      return base::Fail(base::Code::kInvalid,
                        Address(pod, proof) + " cannot be asked for the token: " + status.error().message +
                            "; check the port of the profile's proof, NetworkPolicies, and mTLS that a mesh enforces");
    }
    if (*status == proof.accepted || *status == proof.refused) {
      return status;
    }
    if (*status != kTooManyRequests) {
      return base::Fail(base::Code::kInvalid, Address(pod, proof) + " answers " + std::to_string(*status) + " to " +
                                                  proof.method + " " + proof.path + ", expected " +
                                                  std::to_string(proof.accepted) + " or " +
                                                  std::to_string(proof.refused) + "; check the proof of the profile");
    }
    if (tries == kMaxTries || !clock_.Sleep(std::chrono::milliseconds(proof.interval_ms))) {
      return base::Fail(base::Code::kUnavailable, Address(pod, proof) + " answers 429: its rate limit is used up");
    }
  }
}

base::Result<bool> TokenProbe::Check(const kube::Pod& pod, const token::Proof& proof,
                                     const base::SecretBytes& current) {
  const auto decoy = AskUntilAnswered(pod, proof, decoy_);
  if (!decoy) {
    return base::Fail(decoy.error());
  }
  if (*decoy == proof.accepted) {
    return base::Fail(base::Code::kInvalid, Address(pod, proof) +
                                                " accepts a random token: a proof with this request proves nothing; "
                                                "check the proof of the profile");
  }
  if (!HeaderCanCarry(current)) {
    return true;
  }
  const auto live = AskUntilAnswered(pod, proof, current);
  return live ? base::Result<bool>(*live == proof.accepted) : base::Fail(live.error());
}

}  // namespace rotation
