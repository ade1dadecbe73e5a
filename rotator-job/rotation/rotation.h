// A rotation, driven: read the world, decide one step (decision.h), take it with a precondition, read again.
//
// One thread; everything borrowed. Killed anywhere and run again, it converges. No output holds a token.
// rotation.cc is the loop and its steps, preflight.cc what comes before anything changes, report.cc what it says.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kube/client.h"
#include "ports/clock.h"
#include "ports/log.h"
#include "ports/random.h"
#include "rotation/decision.h"
#include "rotation/lease.h"
#include "rotation/rollout_verifier.h"
#include "rotation/secret_readers.h"
#include "rotation/settings.h"
#include "token/profile.h"

namespace rotation {

// What a person is told, with the command to paste.
std::string SecretIsMissing(const token::Profile& profile);
std::string CreateCommand(const std::string& secret, const std::string& space, const std::string& key);

class Rotation {
 public:
  Rotation(Settings settings, const token::Profile& profile, kube::Client& client, kube::PodProbe& probe,
           ports::Clock& clock, ports::Random& random, ports::Log& log);

  Exit Run();

 private:
  using Time = ports::Clock::MonotonicTime;

  // Each returns an exit code to leave with, or null to go on.
  std::optional<Exit> CheckPermissions();
  std::optional<Exit> Lock();
  std::optional<Exit> Begin();
  std::optional<Exit> CheckDue();
  std::optional<Exit> CheckPrevious();
  std::optional<Exit> CheckOwners();
  std::optional<Exit> CheckConsumers();
  std::optional<Exit> MakeToken();
  std::optional<Exit> TryWrite();
  std::optional<Exit> TryCopies();
  std::optional<Exit> Create();
  std::optional<Exit> TakeUp();
  std::optional<Exit> Drive();
  std::optional<Exit> Take(Step step);

  base::Result<World> Look();
  base::Result<void> ReadSecret();
  [[nodiscard]] Live LiveToken() const;
  base::Result<bool> CopiesEqual();
  base::Result<void> SetToken();
  base::Result<void> SetCopies();
  base::Result<void> Restart();
  base::Result<void> Wait();
  base::Result<void> TurnBack();
  base::Result<void> Retire();
  Exit Finish();
  Exit Undone(bool proven);
  // Releases the lock and says why. An empty sentence says nothing: it has been said.
  Exit End(Exit exit, const std::string& event, const std::string& sentence);

  // Calls until it succeeds; null where the run ends for it, with `exit_` set.
  template <typename Call>
  auto Insist(Call call) -> std::optional<typename decltype(call())::value_type>;
  // Logs the error; null if it is worth another try before the run's end, else the exit code.
  std::optional<Exit> Weigh(const base::Error& error);

  // The step under way, for progress and for the report's durations.
  void Enter(const char* step);
  void Report(const char* message);
  void SayWhatIsLeft();
  void Announce(const kube::Subject& about, const std::string& reason, const std::string& sentence, bool warning);

  [[nodiscard]] const base::SecretBytes& Wanted() const;
  // The token into the key; an empty one takes the key out. Refers to both.
  [[nodiscard]] static kube::DataChange Change(const std::string& key, const base::SecretBytes& token);

  const Settings settings_;
  const token::Profile& profile_;
  kube::Client& client_;
  ports::Clock& clock_;
  ports::Random& random_;
  ports::Log& log_;
  Ledger ledger_;
  Consumers consumers_;
  Record& record_;

  kube::Secret secret_;
  std::optional<Time> secret_read_;             // Null: to be read anew.
  std::map<std::string, kube::Secret> copies_;  // As read last, by "namespace/name".
  bool copies_equal_ = false;
  bool copies_refused_ = false;  // One cannot be written, for good.
  std::vector<Holder> forgotten_;
  base::SecretBytes made_;  // Until it is pending.

  Time began_;
  Time phase_began_;
  int retries_ = 0;
  Exit exit_ = Exit::kNeedsPerson;
  bool stopped_ = false;   // Asked to, by a signal.
  bool announces_ = true;  // It may write Events.

  const char* step_ = "";
  Time step_began_;
  std::map<std::string, std::chrono::milliseconds> durations_;
  std::optional<Time> set_at_;
  std::optional<Time> cut_over_;  // The last earlier pod was gone.
};

template <typename Call>
auto Rotation::Insist(Call call) -> std::optional<typename decltype(call())::value_type> {
  for (;;) {
    auto result = call();
    if (result) {
      retries_ = 0;
      return std::move(*result);
    }
    if (const auto exit = Weigh(result.error())) {
      exit_ = *exit;
      return std::nullopt;
    }
  }
}

}  // namespace rotation
