// One run of `token-rotator certs`: observes, decides one step (decision.h), executes the step with a precondition, and
// observes again, until nothing is left to do.
//
// Killed or refused at any call and run again, it converges. Two runs at once work on the same pending pair: each write
// has the resourceVersion that the decision was made from. One thread; everything borrowed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "certificates/observation.h"
#include "ports/log.h"
#include "ports/random.h"
#include "rotation/retry.h"
#include "rotation/settings.h"

namespace certificates {

struct Ports {
  kube::Client& client;
  kube::WebhookClient& webhooks;
  kube::ServingProbe& probe;
  ports::Clock& clock;
  ports::Random& random;
  ports::Log& log;
};

class Renewal {
 public:
  Renewal(const Settings& settings, const std::string& ns, const Ports& ports)
      : settings_(settings),
        ns_(ns),
        ports_(ports),
        observer_(settings, ns, ports.client, ports.webhooks, ports.probe, ports.clock),
        backoff_(ports.clock, ports.log),
        renew_pair_(settings.renew && settings.mode == Mode::kBuiltin),
        renew_key_(settings.renew) {}

  // kDone; kNeedsPerson: a call is refused, or the certificate is foreign; kUnreachable: the API server or the pods did
  // not follow within Settings::deadline, or the program is asked to stop. The last line of the log gives the reason.
  rotation::Exit Run();

 private:
  // One step. The result ends the run.
  std::optional<rotation::Exit> Iterate();
  base::Result<void> Execute(Step step, const Snapshot& snapshot);
  base::Result<void> StorePair(const Snapshot& snapshot);
  base::Result<void> Swap(const Snapshot& snapshot);
  base::Result<void> StoreKeys(const Snapshot& snapshot, std::string_view value);
  base::Result<void> AddKey(const Snapshot& snapshot);
  // Patches each configuration in which `change` has something to say of an entry.
  template <typename Change>
  base::Result<void> PatchEntries(const Snapshot& snapshot, Change change);
  base::Result<void> PatchConfigurations(Step step, const Snapshot& snapshot);
  std::optional<rotation::Exit> Wait(const std::string& obstacle);
  std::optional<rotation::Exit> OnFailure(const base::Error& error);
  rotation::Exit Stop(rotation::Exit exit, const std::string& sentence);
  [[nodiscard]] bool Late() const;

  const Settings& settings_;
  const std::string ns_;
  const Ports ports_;
  Observer observer_;
  rotation::Backoff backoff_;
  bool renew_pair_;
  bool renew_key_;
  ports::Clock::MonotonicTime progressed_{};  // The last step that changed something.
  std::string waiting_for_;                   // As logged last.
  int steps_ = 0;                             // Done.
};

}  // namespace certificates
