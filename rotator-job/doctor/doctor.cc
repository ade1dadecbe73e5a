#include "doctor/doctor.h"

#include "doctor/evaluate.h"
#include "doctor/output.h"

namespace doctor {

base::Result<Findings> Run(const std::function<base::Result<Snapshot>()>& look, const token::Profile& profile,
                           std::chrono::seconds wait, ports::Clock& clock) {
  constexpr std::chrono::seconds kPause(2);
  const auto until = clock.Monotonic() + wait;
  for (;;) {
    auto snapshot = look();
    auto findings = snapshot ? base::Result<Findings>(Evaluate(*snapshot, profile)) : base::Fail(snapshot.error());
    const bool good = findings && ExitCode(*findings) == 0;
    if (good || clock.Monotonic() + kPause > until || !clock.Sleep(kPause)) {
      return findings;
    }
  }
}

}  // namespace doctor
