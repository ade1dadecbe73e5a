// The consumers of the token: restarts them and verifies, pod by pod, which token they have read.
//
// Does not trust rollout status or labels: each ready pod of the Deployment, by its IP address, must accept the phase's
// token and refuse the other one. A consumer without a proof request is verified by the age of its pods alone. One
// thread; everything borrowed.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "rotation/context.h"
#include "rotation/decision.h"
#include "rotation/pod_informer.h"
#include "rotation/record.h"
#include "rotation/token_probe.h"

namespace rotation {

class RolloutVerifier {
 public:
  using Time = ports::Clock::MonotonicTime;

  RolloutVerifier(const Context& context, PodInformer& informer, TokenProbe& probe)
      : context_(context), informer_(informer), probe_(probe) {}

  // A phase begins: everything has to be verified again.
  void Reset();
  // From here on, pods that terminate now, before the rotation, are not waited for. Such a pod has read an earlier
  // token but is no endpoint of a Service.
  void IgnoreTerminatingPods();
  // The Deployment as of the last read in this phase.
  base::Result<kube::Deployment> Deployment(const std::string& name);

  // `set` is the time of the last write of the Secret by this program, by the API server's clock; RFC 3339.
  base::Result<ConsumerState> Observe(const token::Consumer& consumer, const Record& record, const std::string& set);
  // Restarts the consumer if the last Observe found it not restarted.
  base::Result<void> Restart(const token::Consumer& consumer, const Record& record);
  // The token of the phase was written anew, after somebody else had written the other one back: pods that have started
  // since the restart may have read either. Restarts every consumer that was restarted before. A consumer without a
  // proof has no other sign. `resumed`: nothing was written in this phase by this run yet.
  void RestartAgain(const Record& record, bool resumed);
  // From here on Observe reports the consumer as refused: the API server refuses its restart.
  void MarkRefused(const std::string& deployment) { progress_[deployment].refused = true; }
  // Waits until a pod changes or a Deployment is due to be read; 0.5 s at most. False if asked to stop.
  base::Result<bool> Wait();

  // Whether a pod has rejected the phase's token since the last call: the Secret may have changed.
  bool ConsumeTokenRejection() { return std::exchange(rejected_, false); }
  // Logs the numbers of ready and old pods if they have changed.
  void LogProgress();

  [[nodiscard]] std::size_t PodsProven() const { return proven_.size(); }
  // When the last consumer was rolled out in this phase.
  [[nodiscard]] std::optional<Time> RolledOut() const { return rolled_out_; }

 private:
  // One consumer in the current phase.
  struct Progress {
    std::optional<kube::Deployment> deployment;
    Time read_at{};                      // Read the Deployment again, not before.
    std::chrono::milliseconds pause{0};  // Until the next read once all pods are ready.
    std::vector<kube::Pod> old;          // Pods of an earlier template that are not terminating.
    long leaving = 0;                    // Old pods, terminating ones included.
    long ready = 0;                      // Pods of the current template.
    bool rolled_out = false;
    bool stale = false;            // A pod has, or may have, read a value that is not the phase's token.
    std::string next_stamp;        // To restart the consumer for that reason.
    bool restarted_again = false;  // It has been.
    bool refused = false;
    bool done = false;

    [[nodiscard]] bool IsRestarted(const Record& record) const;
    void MarkStale(const Record& record);
  };

  base::Result<void> ReadDeployment(const std::string& name, Progress& progress, bool soon);
  [[nodiscard]] bool BelongsTo(const kube::Pod& pod, const Progress& progress) const;
  void CountPods(Progress& progress, const Record& record, const std::string& set);
  base::Result<void> ObserveRollout(const std::string& name, Progress& progress, const Record& record,
                                    const std::string& set);
  bool ProvePods(const token::Consumer& consumer, Progress& progress, const Record& record, const std::string& set);
  bool ProvePod(const token::Consumer& consumer, Progress& progress, const Record& record, const kube::Pod& pod);
  base::Result<void> DeletePods(const Progress& progress);
  base::Result<void> Stamp(const std::string& name, Progress& progress, const Record& record);

  const Context& context_;
  PodInformer& informer_;
  TokenProbe& probe_;
  std::map<std::string, Progress> progress_;  // By Deployment.
  std::set<std::string> proven_;              // Pods, by uid.
  std::set<std::string> ignored_;             // Pods, by uid.
  std::optional<Time> rolled_out_;
  bool rejected_ = false;
  std::string logged_;
};

}  // namespace rotation
