#include "rotation/guarded_secret.h"

#include "retired/fingerprint.h"
#include "rotation/retry.h"
#include "rotation/template_changes.h"

namespace rotation {
namespace {

std::string NameOf(const token::Copy& copy) { return copy.secret_namespace + "/" + copy.secret; }

// Refers to both arguments.
kube::DataChange Change(const std::string& key, const base::SecretBytes& token) {
  kube::DataChange change{{key, std::nullopt}};
  if (!token.Empty()) {
    change[key] = token.Reveal();
  }
  return change;
}

std::map<std::string, std::optional<std::string>> Annotation(const std::string& mark) {
  return {{std::string(retired::kReturnMarkName), mark.empty() ? std::nullopt : std::optional(mark)}};
}

}  // namespace

std::string CreateCommand(const std::string& secret, const std::string& ns, const std::string& key) {
  return "token-webhook generate | kubectl create secret generic " + secret + " -n " + ns + " --from-file=" + key +
         "=/dev/stdin";
}

std::string SecretIsMissing(const token::Profile& profile) {
  return "the Secret " + profile.secret + " does not exist, and the rotator may not create it; create it: " +
         CreateCommand(profile.secret, profile.secret_namespace, profile.key);
}

base::Result<void> GuardedSecret::Read() {
  auto secret = context_.client.GetSecret({context_.profile.secret});
  if (!secret) {
    read_at_.reset();
    return base::Fail(secret.error());
  }
  secret_ = std::move(*secret);
  read_at_ = context_.clock.Monotonic();
  return {};
}

base::Result<void> GuardedSecret::Refresh() { return read_at_ ? base::Result<void>() : Read(); }

base::SecretBytes GuardedSecret::Token() const {
  const auto found = secret_.data.find(context_.profile.key);
  return found == secret_.data.end() ? base::SecretBytes() : found->second.Clone();
}

std::string GuardedSecret::Writer() const {
  const auto found = secret_.writers.find(context_.profile.key);
  return found == secret_.writers.end() ? "unknown" : found->second;
}

base::Result<Live> GuardedSecret::Observe(const Record& record, bool anew) {
  if (anew || !read_at_ || context_.clock.Monotonic() - *read_at_ > kMaxAge) {
    auto read = Read();
    if (!read && read.error().code == base::Code::kNotFound) {
      return Live::kMissing;
    }
    if (!read) {
      return base::Fail(read.error());
    }
  }
  const auto found = secret_.data.find(context_.profile.key);
  if (found == secret_.data.end()) {
    return record.previous.Empty() ? Live::kPrevious : Live::kMissing;
  }
  return found->second.Equals(record.pending)    ? Live::kPending
         : found->second.Equals(record.previous) ? Live::kPrevious
                                                 : Live::kOther;
}

base::Result<void> GuardedSecret::Patch(const kube::SecretChange& change) {
  read_at_.reset();  // If the answer is lost, the next Observe reads whether the write has arrived.
  auto written =
      context_.client.PatchSecret({context_.profile.secret}, secret_.resource_version, change, kube::Write::kReal);
  if (!written) {
    const bool gone = written.error().code == base::Code::kNotFound;
    return base::Fail(gone ? base::Code::kConflict : written.error().code, written.error().message);
  }
  secret_ = std::move(*written);
  read_at_ = context_.clock.Monotonic();
  return {};
}

base::Result<void> GuardedSecret::Set(const base::SecretBytes& token, const std::string& mark,
                                      const std::string& rotation) {
  auto annotations = Annotation(mark);
  annotations[std::string(retired::kRotationName)] = rotation;
  auto written = Patch({Change(context_.profile.key, token), std::move(annotations)});
  if (written && !first_set_) {
    first_set_ = read_at_;
  }
  return written;
}

base::Result<void> GuardedSecret::TrySet(const base::SecretBytes& token, const std::string& mark) {
  if (auto read = Refresh(); !read) {
    return read;
  }
  auto tried =
      context_.client.PatchSecret({context_.profile.secret}, secret_.resource_version,
                                  {Change(context_.profile.key, token), Annotation(mark)}, kube::Write::kDryRun);
  if (!tried) {
    if (tried.error().code == base::Code::kConflict) {
      read_at_.reset();
    }
    return base::Fail(tried.error());
  }
  const auto found = tried->data.find(context_.profile.key);
  const bool as_sent = found == tried->data.end() ? token.Empty() : found->second.Equals(token);
  return as_sent ? base::Result<void>() : base::Fail(OtherWebhookSwapsToken());
}

base::Result<bool> GuardedSecret::CopyHolds(const token::Copy& copy, const base::SecretBytes& token) {
  const std::string name = NameOf(copy);
  if (abandoned_.count(name) != 0) {
    return true;
  }
  auto read = context_.client.GetSecret({copy.secret, copy.secret_namespace});
  if (!read) {
    if (tolerant_ && ClassifyError(read.error()) == ErrorClass::kRefused) {
      abandoned_.insert(name);
    }
    return base::Fail(read.error().With("copy " + name));
  }
  const auto found = read->data.find(copy.key);
  const bool holds = found == read->data.end() ? token.Empty() : found->second.Equals(token);
  copies_[name] = std::move(*read);
  return holds;
}

base::Result<bool> GuardedSecret::CopiesHold(const base::SecretBytes& token) {
  if (copies_hold_) {
    return true;
  }
  bool all = true;
  for (const auto& copy : context_.profile.copies) {
    const auto holds = CopyHolds(copy, token);
    if (!holds) {
      return base::Fail(holds.error());
    }
    all = all && *holds;
  }
  copies_hold_ = all;
  return all;
}

base::Result<void> GuardedSecret::SetCopy(const token::Copy& copy, const base::SecretBytes& token, kube::Write write) {
  const std::string name = NameOf(copy);
  if (abandoned_.count(name) != 0) {
    return {};
  }
  auto written = context_.client.PatchSecret({copy.secret, copy.secret_namespace}, copies_[name].resource_version,
                                             {Change(copy.key, token)}, write);
  if (written) {
    return {};
  }
  if (tolerant_ && ClassifyError(written.error()) == ErrorClass::kRefused) {
    abandoned_.insert(name);
  }
  return base::Fail(written.error().With("copy " + name));
}

base::Result<void> GuardedSecret::SetCopies(const base::SecretBytes& token) {
  base::Result<void> first;
  for (const auto& copy : context_.profile.copies) {
    auto written = SetCopy(copy, token, kube::Write::kReal);
    if (written) {
      context_.log.Info("copy set", {{"namespace", std::string_view(copy.secret_namespace)},
                                     {"secret", std::string_view(copy.secret)}});
    } else if (first) {
      first = std::move(written);
    }
  }
  return first;
}

base::Result<void> GuardedSecret::TrySetCopies(const base::SecretBytes& token) {
  for (const auto& copy : context_.profile.copies) {
    const auto holds = CopyHolds(copy, token);
    auto tried = holds ? SetCopy(copy, token, kube::Write::kDryRun) : base::Fail(holds.error());
    if (tried || tried.error().code == base::Code::kConflict) {
      continue;
    }
    const bool missing = tried.error().code == base::Code::kNotFound;
    return base::Fail(
        tried.error().code,
        tried.error().message +
            (missing ? "; create it: " + CreateCommand(copy.secret, copy.secret_namespace, copy.key) : ""));
  }
  return {};
}

}  // namespace rotation
