#include "rotation/retired_list.h"

#include "base/time_text.h"
#include "rotation/record.h"

namespace rotation {

base::Result<void> RetiredList::Read() {
  auto secret = context_.client.GetSecret({kRetiredSecret, context_.profile.guard_namespace});
  if (!secret) {
    return base::Fail(WithCreateCommand(secret.error(), kRetiredSecret, context_.profile.guard_namespace));
  }
  const auto stored = secret->data.find(std::string(retired::kListName));
  auto list = retired::Parse(stored == secret->data.end() ? "" : stored->second.Reveal());
  if (!list) {
    return base::Fail(base::Code::kInvalid, std::string("the list of retired tokens in Secret ") + kRetiredSecret +
                                                " cannot be read: " + list.error().message +
                                                "; empty the list: kubectl patch secret " + kRetiredSecret +
                                                " --type=json -p '[{\"op\":\"remove\",\"path\":\"/data\"}]'");
  }
  const auto key = secret->data.find(std::string(retired::kKeyName));
  if (key != secret->data.end() && !key->second.Empty()) {
    key_ = key->second.Clone();
    key_stored_ = true;
  } else {
    auto made = context_.random.Bytes(retired::kKeyLength);
    if (!made) {
      return base::Fail(made.error());
    }
    key_ = std::move(*made);
  }
  list_ = std::move(*list);
  version_ = secret->resource_version;
  return {};
}

base::Result<void> RetiredList::Patch(retired::List list, kube::Write write) {
  const std::string json = retired::Serialize(list);
  auto written = context_.client.PatchSecret(
      {kRetiredSecret, context_.profile.guard_namespace}, version_,
      {{{std::string(retired::kKeyName), key_.Reveal()}, {std::string(retired::kListName), json}}}, write);
  if (!written) {
    version_.clear();
    return base::Fail(written.error());
  }
  if (write == kube::Write::kReal) {
    version_ = written->resource_version;
    list_ = std::move(list);
    key_is_new_ = key_is_new_ || !key_stored_;
    key_stored_ = true;
  }
  return {};
}

base::Result<void> RetiredList::Retire(const base::SecretBytes& before, const base::SecretBytes& after,
                                       kube::Write write) {
  if (version_.empty()) {
    if (auto read = Read(); !read) {
      return read;
    }
  }
  retired::List list = list_;
  list.rotated_at = base::FormatTime(context_.clock.Now());
  const std::string live = retired::Fingerprint(key_, after.Reveal());
  list.Remove(live);
  if (!before.Empty()) {
    const std::string retired = retired::Fingerprint(key_, before.Reveal());
    list.Add(retired, list.rotated_at);
    if (write == kube::Write::kReal) {
      context_.log.Info("fingerprints", {{"before", std::string_view(retired)}, {"after", std::string_view(live)}});
    }
  }
  return Patch(std::move(list), write);
}

base::Result<std::string> RetiredList::ReturnMark(const base::SecretBytes& token) {
  if (token.Empty()) {
    return std::string();
  }
  if (version_.empty()) {
    if (auto read = Read(); !read) {
      return base::Fail(read.error());
    }
  }
  if (!key_stored_) {
    if (auto stored = Patch(list_, kube::Write::kReal); !stored) {
      return base::Fail(stored.error());
    }
  }
  const auto& profile = context_.profile;
  return retired::ReturnMark(key_, {profile.secret_namespace, profile.secret, profile.key}, token.Reveal());
}

std::optional<std::string> RetiredList::FingerprintOf(const base::SecretBytes& token) const {
  return key_stored_ && !token.Empty() ? std::optional(retired::Fingerprint(key_, token.Reveal())) : std::nullopt;
}

base::Result<void> RetiredList::Restore(const base::SecretBytes& token) {
  if (auto read = Read(); !read) {
    return read;
  }
  if (token.Empty() || !Contains(token)) {
    return {};
  }
  retired::List list = list_;
  list.Remove(retired::Fingerprint(key_, token.Reveal()));
  return Patch(std::move(list), kube::Write::kReal);
}

bool RetiredList::Contains(const base::SecretBytes& token) const {
  return list_.RetiredAt(retired::Fingerprint(key_, token.Reveal())).has_value();
}

}  // namespace rotation
