#include "rotation/record_check.h"

#include "base/time_text.h"
#include "token/policy.h"

namespace rotation {
namespace {

constexpr std::size_t kIdLength = 12;

bool IsId(std::string_view text) {
  return text.size() == kIdLength && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool IsAhead(const std::string& time, ports::Clock::WallTime now) {
  const auto parsed = base::ParseTime(time);
  return parsed && *parsed - now > kMaxClockSkew;
}

}  // namespace

base::Result<void> CheckRecord(const Record& record, ports::Clock::WallTime now, const std::string& ns) {
  if (IsAhead(record.rotated, now) || IsAhead(record.started, now)) {
    return base::Fail(
        UnusableRecord("has a time in the future: a clock was wrong, or somebody has edited the record", ns));
  }
  if (record.phase == Phase::kIdle) {
    return {};
  }
  if (!IsId(record.id) || !base::ParseTime(record.started)) {
    return base::Fail(UnusableRecord("describes a rotation under way without a valid id or start time", ns));
  }
  if (!record.pending.Empty() && record.pending.Equals(record.previous)) {  // No step could tell forward from back.
    return base::Fail(UnusableRecord("has the same token as the pending and as the previous one", ns));
  }
  return {};
}

base::Result<void> CheckStamp(const Record& record, const kube::Deployment& deployment, const std::string& ns) {
  const auto before = record.stamps.find(deployment.name);
  const std::string& stamp = deployment.template_rotation;
  const bool ours = stamp.rfind(record.id, 0) == 0;
  const bool earlier = before == record.stamps.end() ? stamp.empty() : stamp == before->second;
  if (ours || earlier) {
    return {};
  }
  return base::Fail(UnusableRecord("is about rotation " + record.id + ", and the Deployment " + deployment.name +
                                       " was restarted by rotation " + stamp,
                                   ns));
}

base::Result<void> CheckPending(const Record& record, const token::Profile& profile, std::size_t generated,
                                bool retired) {
  token::Subject subject;
  subject.token = record.pending.Reveal();
  subject.secret_namespace = profile.secret_namespace;
  const bool as_generated = record.pending.size() == generated && token::Judge(subject, {}, profile).accepted;
  if (as_generated || retired) {
    return {};
  }
  return base::Fail(UnusableRecord("holds a pending token that neither the generator has made nor was live before",
                                   profile.guard_namespace));
}

}  // namespace rotation
