// Looks at a cluster: the thin half of the doctor. Every call only reads, or is a server-side dry run.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "doctor/snapshot.h"
#include "kube/client.h"
#include "kube/webhooks.h"
#include "kube_http/http.h"
#include "ports/clock.h"
#include "ports/random.h"
#include "token/profile.h"

namespace doctor {

// What the doctor looks with; everything is borrowed. One thread.
struct Instruments {
  kube_http::Http& http;  // Without retries: a missing permission is an answer, not a reason to wait.
  kube::Client& client;   // Over the same `http`.
  kube::ServingProbe& probe;
  ports::Clock& clock;
  ports::Random& random;
  std::string version;  // Of this program.
  bool in_cluster;      // Runs in a pod.
};

// What can be seen of the guard and of the profile's Secret. kUnavailable if kube-apiserver does not answer, kDenied if
// it refuses these credentials; anything else that goes wrong is part of the snapshot. Takes some seconds if pods do
// not answer.
base::Result<Snapshot> Collect(const Instruments& instruments, const token::Profile& profile);

}  // namespace doctor
