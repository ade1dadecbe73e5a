#include "rotation/audit_trail.h"

#include "trail/line.h"

namespace rotation {
namespace {

std::string_view NameOf(AuditTrail::Step step) {
  switch (step) {
    case AuditTrail::Step::kBegin:
      return "begin";
    case AuditTrail::Step::kResume:
      return "resume";
    case AuditTrail::Step::kSet:
      return "set";
    case AuditTrail::Step::kRestart:
      return "restart";
    case AuditTrail::Step::kProve:
      return "prove";
    case AuditTrail::Step::kRollback:
      return "rollback";
  }
  return "";
}

}  // namespace

void AuditTrail::Done(Step step, std::string_view reason) {
  const Record& record = lease_.Contents();
  id_ = record.id;
  forward_ = record.phase == Phase::kForward;
  before_ = retired_.FingerprintOf(record.Unwanted());
  after_ = retired_.FingerprintOf(record.Wanted());
  Write(NameOf(step), "done", reason);
}

void AuditTrail::End(const Ending& ending, Exit exit) {
  const bool idle = exit == Exit::kDone || exit == Exit::kLocked;  // Nothing was due, or another run does the work.
  if (id_ || !idle) {
    Write("end", ending.outcome, exit == Exit::kDone ? "" : ending.sentence);
  }
}

void AuditTrail::Write(std::string_view step, std::string_view outcome, std::string_view reason) {
  if (context_.settings.dry_run) {
    return;
  }
  const token::Profile& profile = context_.profile;
  trail::Line line("rotation", context_.clock.Now());
  line.Text(R"(,"step":)", step)
      .Text(R"(,"outcome":)", outcome)
      .Text(R"(,"direction":)", forward_ ? "forward" : "back")
      .Optional(R"(,"rotation":)", id_);
  reason.empty() ? line.Raw(R"(,"reason":null)") : line.Text(R"(,"reason":)", reason);
  std::string text = line.Text(R"(,"namespace":)", profile.secret_namespace)
                         .Text(R"(,"name":)", profile.secret)
                         .Text(R"(,"profile":)", profile.name)
                         .Optional(R"(,"fingerprintBefore":)", before_)
                         .Optional(R"(,"fingerprintAfter":)", after_)
                         .Finish(context_.settings.instance);
  trail::AppendLink(text, sequence_, sequence_ == 0 ? std::string_view() : trail::View(previous_));
  previous_ = trail::Sha256::Of(text);
  ++sequence_;
  context_.log.WriteLine(text);
}

}  // namespace rotation
