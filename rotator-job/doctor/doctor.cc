#include "doctor/doctor.h"

#include <algorithm>

#include "doctor/evaluate.h"
#include "doctor/output.h"

namespace doctor {

base::Result<Findings> Run(const std::function<base::Result<Snapshot>()>& look, const token::Profile& profile,
                           std::chrono::seconds wait, ports::Clock& clock) {
  using std::chrono::milliseconds;
  constexpr milliseconds kMaxPause(16000);
  milliseconds pause(2000);
  const auto until = clock.Monotonic() + wait;
  for (;;) {
    auto snapshot = look();
    auto findings = snapshot ? base::Result<Findings>(Evaluate(*snapshot, profile)) : base::Fail(snapshot.error());
    const bool good = findings && ExitCode(*findings) == 0;
    const auto left = std::chrono::duration_cast<milliseconds>(until - clock.Monotonic());
    if (good || left.count() <= 0 || !clock.Sleep(std::min(pause, left))) {
      return findings;
    }
    pause = std::min(2 * pause, kMaxPause);
  }
}

}  // namespace doctor
