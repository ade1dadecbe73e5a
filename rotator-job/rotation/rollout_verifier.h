// The consumers of the token: restarted, followed until the last earlier pod is gone, and proven pod by pod.
//
// Never on the word of the rollout alone, and never on that of a label: every ready pod of the Deployment is asked, by
// its IP, whether it opens to the one token and stays shut to the other. One thread; everything borrowed.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "kube/client.h"
#include "ports/clock.h"
#include "ports/log.h"
#include "rotation/decision.h"
#include "rotation/pod_informer.h"
#include "rotation/record.h"
#include "token/profile.h"

namespace rotation {

class Consumers {
 public:
  using Time = ports::Clock::MonotonicTime;

  Consumers(kube::Client& client, kube::PodProbe& probe, ports::Clock& clock, ports::Log& log)
      : client_(client), probe_(probe), clock_(clock), log_(log), fleet(client, clock) {}

  // A phase of the rotation begins: what was proven is to be proven anew.
  void Forget();
  // The Deployment as it was read last, at most a Forget ago.
  base::Result<kube::Deployment> Deployment(const std::string& name);

  // `set` is when the phase's token was written, by the API server's clock.
  base::Result<ConsumerState> Look(const token::Consumer& consumer, const Record& record, const std::string& set);
  // Restarts what Look has found not to be restarted.
  base::Result<void> Restart(const token::Consumer& consumer, const Record& record);
  // Waits until there may be something new to see. False when the program has been asked to stop.
  base::Result<bool> Wait();

  // Whether a pod has refused the token since the last call: somebody may have set another.
  bool TakeDoubt() { return std::exchange(doubt_, false); }
  // What the log shows as progress; logs only what has changed.
  void ShowProgress();

  [[nodiscard]] std::size_t PodsProven() const { return proven_.size(); }
  [[nodiscard]] std::optional<Time> RolledOut() const { return rolled_out_; }  // The last consumer to.

 private:
  // What is known of one consumer in this phase.
  struct Seen {
    std::optional<kube::Deployment> deployment;
    Time ask_at{};                       // Not to be read again before.
    std::chrono::milliseconds pause{0};  // Until the next reading once all pods are there.
    std::vector<kube::Pod> old;          // Live pods that are to go, for want of a restart.
    bool rolled_out = false;
    bool stale = false;  // A pod has read a value that is not the phase's token.
    bool again = false;  // Restarted once more for that.
    bool done = false;
    long ready = 0;
    long leaving = 0;  // Old pods, terminating ones included.
  };

  base::Result<void> ReadDeployment(const std::string& name, Seen& seen, bool soon);
  [[nodiscard]] bool IsStamped(const Seen& seen, const Record& record) const;
  void Count(Seen& seen, const Record& record, const std::string& set);
  bool ProvePods(const token::Consumer& consumer, Seen& seen, const Record& record, const std::string& set);
  bool ProvePod(const token::Consumer& consumer, Seen& seen, const Record& record, const kube::Pod& pod);
  static bool IsFresh(const kube::Pod& pod, const Seen& seen, const Record& record, const std::string& set);

  kube::Client& client_;
  kube::PodProbe& probe_;
  ports::Clock& clock_;
  ports::Log& log_;

  std::map<std::string, Seen> seen_;    // By Deployment.
  std::set<std::string> proven_;        // Pods, by uid.
  std::map<std::string, Time> ask_at_;  // Of a pod that is limited in its rate.
  std::optional<Time> rolled_out_;
  bool doubt_ = false;
  std::string shown_;

 public:
  Fleet fleet;
};

}  // namespace rotation
