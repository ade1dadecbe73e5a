#include "trail_report/fates.h"

#include <algorithm>
#include <map>
#include <utility>

namespace trail_report {
namespace {

// Lines of two replicas, with clocks that differ and writes that overlap, may be in another order than the writes.
constexpr std::chrono::seconds kSkew(5);
constexpr std::size_t kMaxUnseen = 10'000;
constexpr std::size_t kMaxPending = 1'000;  // More changes within kSkew stay open.

bool IsNull(const Fingerprint& fingerprint) { return fingerprint == Fingerprint{}; }

// The token of one Secret, followed through the lines.
class Tracer {
 public:
  explicit Tracer(Fates& fates) : fates_(fates) {}

  // An allowed change that leaves this token comes within reach of kSkew, and leaves it.
  void Enter(const Fingerprint& after) { ++near_[after]; }
  void Leave(const Fingerprint& after) {
    if (const auto found = near_.find(after); --found->second == 0) {
      near_.erase(found);
    }
  }

  // A line at `time` found this token.
  void Find(const Fingerprint& found, Time time, Names::Id secret) {
    const bool stale = known_ && found == before_ && found != current_ && time <= changed_ + kSkew;
    if (IsNull(found) || stale) {  // The API server may show a cached object first.
      return;
    }
    const auto owner =
        std::find_if(pending_.rbegin(), pending_.rend(), [&](const Moment* moment) { return moment->after == found; });
    if (owner != pending_.rend()) {
      Confirm(**owner, time);
    } else if (known_ && found != current_ && near_.count(found) == 0) {
      if (fates_.unseen.size() < kMaxUnseen) {
        fates_.unseen.push_back({secret, last_, time, current_, found});
      }
      fates_.token_changes.push_back(time);
      Reject(time + kSkew);
    } else {
      Reject(time - kSkew);
    }
    if (found != current_) {
      before_ = std::exchange(current_, found);
      changed_ = time;
    }
    known_ = true;
    last_ = time;
  }

  // The change that left the current token, in a line that comes after a line which found this token already.
  [[nodiscard]] bool IsLate(const Moment& moment) const {
    return known_ && moment.after == current_ && moment.before != current_ && moment.time <= changed_ + kSkew;
  }
  void AllowLate(Moment& moment) {
    moment.fate = Fate::kStored;
    fates_.token_changes.push_back(moment.time);
  }

  void Allow(Moment& moment) {
    moment.fate = Fate::kOpen;
    pending_.push_back(&moment);
    if (pending_.size() > kMaxPending) {
      pending_.erase(pending_.begin());
    }
  }

  // What is pending now stays open.
  void Finish() {
    for (const Moment* moment : pending_) {
      fates_.token_changes.push_back(moment->time);
    }
  }

 private:
  // A change was stored: changes before it were not, or were replaced unseen.
  void Confirm(Moment& stored, Time time) {
    stored.fate = Fate::kStored;
    fates_.token_changes.push_back(stored.time);
    const Time until = stored.time;
    pending_.erase(std::remove(pending_.begin(), pending_.end(), &stored), pending_.end());
    Reject(std::max(until, time - kSkew));
  }

  // Changes that were allowed before `time` have not been stored by now.
  void Reject(Time time) {
    const auto first_kept = std::find_if(pending_.begin(), pending_.end(), [&](Moment* moment) {
      if (moment->time >= time) {
        return true;
      }
      moment->fate = Fate::kNotStored;
      return false;
    });
    pending_.erase(pending_.begin(), first_kept);
  }

  Fates& fates_;
  bool known_ = false;
  Fingerprint current_{};
  Fingerprint before_{};  // The token before that one,
  Time changed_;          // and when the current one was found first.
  Time last_;
  std::map<Fingerprint, int> near_;
  std::vector<Moment*> pending_;
};

bool IsAllowedChange(const Moment& moment) {
  return moment.verdict == Verdict::kAllowed && moment.changed && !moment.dry_run;
}

}  // namespace

Fates Trace(std::deque<Moment>& moments, const std::vector<Moment>& steps) {
  Fates fates;
  std::map<Names::Id, Tracer> tracers;
  const auto tracer = [&](Names::Id secret) -> Tracer& { return tracers.try_emplace(secret, fates).first->second; };
  auto ahead = moments.begin();
  auto behind = moments.begin();
  auto step = steps.begin();
  const auto step_until = [&](Time time) {
    for (; step != steps.end() && step->time <= time; ++step) {
      tracer(step->secret).Find(step->after, step->time, step->secret);
    }
  };
  for (auto& moment : moments) {
    for (; ahead != moments.end() && ahead->time <= moment.time + kSkew; ++ahead) {
      if (IsAllowedChange(*ahead)) {
        tracer(ahead->secret).Enter(ahead->after);
      }
    }
    for (; behind->time < moment.time - kSkew; ++behind) {
      if (IsAllowedChange(*behind)) {
        tracer(behind->secret).Leave(behind->after);
      }
    }
    step_until(moment.time);
    auto& here = tracer(moment.secret);
    if (IsAllowedChange(moment) && here.IsLate(moment)) {
      here.AllowLate(moment);
      continue;
    }
    here.Find(moment.before, moment.time, moment.secret);
    if (IsAllowedChange(moment)) {
      here.Allow(moment);
    }
  }
  step_until(Time::max());
  for (auto& [secret, here] : tracers) {
    here.Finish();
  }
  std::sort(fates.token_changes.begin(), fates.token_changes.end());
  return fates;
}

}  // namespace trail_report
