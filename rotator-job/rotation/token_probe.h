// Which tokens a pod accepts, asked over HTTP within the pod's rate limit.
//
// A pod is asked at most once per Proof::interval_ms, with two requests each time: Keptn allows a burst of two, and a
// success clears the caller's bucket. No token appears in a message. One thread; everything borrowed but the decoy.
#pragma once

#include <map>
#include <set>
#include <string>

#include "base/secret_bytes.h"
#include "kube/client.h"
#include "ports/clock.h"
#include "ports/log.h"
#include "token/profile.h"

namespace rotation {

// Whether an HTTP header carries the token unchanged. False for an empty token, for control bytes (line breaks
// included), for which servers answer 400, and for a blank at either end, which servers remove (RFC 9110, 5.5).
bool HeaderCanCarry(const base::SecretBytes& token);

class TokenProbe {
 public:
  enum class Outcome {
    kProven,    // Accepts the wanted token and refuses the unwanted one.
    kRejected,  // Refuses the wanted token or accepts the unwanted one: the pod has read another value.
    kUnknown,   // No answer, rate limited, or the decoy is all that was asked: ask again later.
  };

  // `decoy` is a token that no pod accepts: random, as long as a real one.
  TokenProbe(kube::PodProbe& probe, ports::Clock& clock, ports::Log& log, base::SecretBytes decoy)
      : probe_(probe), clock_(clock), log_(log), decoy_(std::move(decoy)) {}

  // The first call for a pod asks with the decoy alone. Each later call asks with the unwanted token, then with the
  // wanted one: a live token is sent only to a pod that refused both others, since anything else may listen at a pod's
  // address. Two requests at once are what Keptn's rate limit allows. A token that no header can carry is not sent; its
  // outcome is then taken for granted.
  Outcome Prove(const kube::Pod& pod, const token::Proof& proof, const base::SecretBytes& wanted,
                const base::SecretBytes& unwanted);

  // Before anything changes: asks with the decoy, then with the current token. True if the pod refuses the decoy and
  // accepts the token; false if it refuses both, which a restart heals. kInvalid if the proof cannot work on this pod:
  // no answer, another status, a decoy that is accepted; the message says what to check. kUnavailable if the pod stays
  // rate limited or the program is asked to stop. Waits between tries.
  base::Result<bool> Check(const kube::Pod& pod, const token::Proof& proof, const base::SecretBytes& current);

 private:
  // The status that the pod answers, which must be one of the proof's; waits and asks again on 429.
  base::Result<int> AskUntilAnswered(const kube::Pod& pod, const token::Proof& proof, const base::SecretBytes& token);

  kube::PodProbe& probe_;
  ports::Clock& clock_;
  ports::Log& log_;
  const base::SecretBytes decoy_;
  std::map<std::string, ports::Clock::MonotonicTime> ask_at_;  // By pod uid: not before.
  std::set<std::string> refused_decoy_;                        // Pod uids.
};

}  // namespace rotation
