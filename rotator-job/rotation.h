// A rotation, driven: read the world, decide one step (decision.h), take it with a precondition, read again.
//
// One thread; everything borrowed. Killed anywhere and run again, it converges. No output holds a token.
#pragma once

#include <chrono>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "kube/client.h"
#include "ports/clock.h"
#include "ports/log.h"
#include "ports/random.h"
#include "retired/list.h"
#include "rotator/decision.h"
#include "rotator/record.h"
#include "token/profile.h"

namespace rotator {

enum class Exit {
  kDone = 0,         // Rotated, or nothing due.
  kUsage = 2,        // Usage or configuration.
  kNeedsPerson = 3,  // The log says what to do.
  kUnreachable = 4,  // API unreachable or out of time; the next run takes it up.
  kLocked = 5,       // Another run holds the lock.
  kUndone = 6,       // The previous token is back.
};

struct Settings {
  std::chrono::seconds max_age{0};  // Rotate only what is older; 0 rotates always.
  std::chrono::seconds deadline{
      300};                       // For proving, and again for an undo. A rollout takes seconds; images take minutes.
  std::chrono::seconds lock{20};  // A lock unchanged for so long belongs to the dead.
  bool dry_run = false;
  bool force = false;         // Rotate in spite of three failures.
  bool accept_owner = false;  // Rotate in spite of a GitOps owner.
  std::string holder;         // Unique to this run.
};

// What a person is told, with the command to paste.
std::string SecretIsMissing(const token::Profile& profile);

class Rotation {
 public:
  Rotation(Settings settings, const token::Profile& profile, kube::Client& client, kube::PodProbe& probe,
           ports::Clock& clock, ports::Random& random, ports::Log& log);

  Exit Run();

 private:
  using Time = ports::Clock::MonotonicTime;

  // Each returns an exit code to leave with, or null to go on.
  std::optional<Exit> Lock();
  std::optional<Exit> Begin();
  std::optional<Exit> Preflight(const kube::Secret& secret);
  std::optional<Exit> CheckOwners(const kube::Secret& secret);
  std::optional<Exit> CheckConsumers();
  std::optional<Exit> Drive();
  std::optional<Exit> Take(Step step);

  base::Result<World> Look();
  base::Result<ConsumerState> LookAt(const token::Consumer& consumer);
  base::Result<bool> ProvePods(const token::Consumer& consumer, const kube::Deployment& deployment);
  bool ProvePod(const token::Consumer& consumer, const kube::Pod& pod);
  base::Result<void> SetToken();
  base::Result<void> Restart();
  base::Result<void> Retire();
  Exit Finish();
  Exit End(Exit exit, const std::string& event, const std::string& sentence);

  base::Result<void> ReadRecord();
  base::Result<void> WriteRecord();
  // After a conflict or a lost answer: reads whether the write has arrived and whether the lock is still ours. A run
  // that has lost it never writes the record again.
  base::Result<void> Settle(const base::Error& error);
  base::Result<void> KeepLock();
  // Logs the error; null if it is worth another try before the run's end, else the exit code.
  std::optional<Exit> Weigh(const base::Error& error);
  void Report(const char* message);

  const Settings settings_;
  const token::Profile& profile_;
  kube::Client& client_;
  kube::PodProbe& probe_;
  ports::Clock& clock_;
  ports::Random& random_;
  ports::Log& log_;

  Record record_;
  std::string record_version_;
  bool lost_ = false;  // Another run has taken the lock.
  kube::Secret secret_;
  std::map<std::string, kube::Deployment> deployments_;
  std::set<std::string> proven_;  // Pods.
  std::set<std::string> done_;    // Consumers of which all is proven.
  std::set<std::string> restamped_;
  Time began_;
  Time phase_began_;
  Time last_heartbeat_;
  std::optional<Time> cut_begin_;
  std::optional<Time> cut_end_;
  int retries_ = 0;
};

}  // namespace rotator
