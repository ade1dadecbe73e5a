#include "trail_reader/witness.h"

#include <algorithm>
#include <array>

#include "base/time_text.h"

namespace trail_reader {
namespace {

using rapidjson::Value;

// Ends of annotation names; the name of the webhook's registration stands before them.
constexpr std::string_view kDigest = "token-webhook.keptn.sh/digest";
constexpr std::string_view kUid = "token-webhook.keptn.sh/uid";
// The API server takes the time when the request arrives, the webhook when it decides, by clocks of different nodes.
constexpr std::chrono::seconds kSkew(30);

std::string_view AsText(const Value& value) {
  return value.IsString() ? std::string_view(value.GetString(), value.GetStringLength()) : std::string_view();
}

std::array<char, 40> Key(std::string_view uid) {
  std::array<char, 40> key{};
  std::copy_n(uid.begin(), std::min(uid.size(), key.size() - 1), key.begin());
  return key;
}

void Show(std::vector<std::string>& list, std::string_view uid) {
  if (list.size() < Witness::kMaxShown) {
    list.emplace_back(uid);
  }
}

}  // namespace

base::Result<void> Witness::Add(std::string_view line) {
  text_.assign(line.begin(), line.end());
  text_.push_back('\0');
  document_.GetAllocator().Clear();
  document_.ParseInsitu<rapidjson::kParseIterativeFlag | rapidjson::kParseInsituFlag>(text_.data());
  if (document_.HasParseError() || !document_.IsObject()) {
    return base::Fail(base::Code::kInvalid, "not a JSON object");
  }
  const auto annotations = document_.FindMember("annotations");
  if (annotations == document_.MemberEnd() || !annotations->value.IsObject()) {
    return {};
  }
  Entry entry{};
  bool has_digest = false;
  bool has_uid = false;
  for (const auto& annotation : annotations->value.GetObject()) {
    const auto name = AsText(annotation.name);
    if (name.ends_with(kDigest)) {
      has_digest = FromHex(AsText(annotation.value), entry.digest);
    } else if (name.ends_with(kUid)) {
      has_uid = true;
      entry.uid = Key(AsText(annotation.value));
    }
  }
  if (!has_digest || !has_uid) {
    return {};
  }
  if (entries_.size() == kMaxEvents) {
    return base::Fail(base::Code::kInvalid, "more than " + std::to_string(kMaxEvents) + " decisions; split the log");
  }
  if (const auto time = document_.FindMember("requestReceivedTimestamp"); time != document_.MemberEnd()) {
    entry.time = base::ParseTime(AsText(time->value)).value_or(entry.time);
  }
  entries_.push_back(entry);
  return {};
}

void Witness::Sort() {
  std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) { return a.uid < b.uid; });
  const auto same = [](const Entry& a, const Entry& b) { return a.uid == b.uid && a.digest == b.digest; };
  entries_.erase(std::unique(entries_.begin(), entries_.end(), same), entries_.end());
  result_.events = entries_.size();
  for (const auto& entry : entries_) {
    from_ = std::min(from_, entry.time);
    until_ = std::max(until_, entry.time);
  }
}

void Witness::Compare(const Event& event, std::string_view line, const Digest& digest) {
  // Version 1 had no witness: a line that says so may be made up.
  if (event.type != Type::kDecision || !event.caller_known.value_or(event.version == 1)) {
    return;
  }
  first_line_ = std::min(first_line_.value_or(event.time), event.time);
  const auto key = Key(event.uid);
  auto entry = std::lower_bound(entries_.begin(), entries_.end(), key,
                                [](const Entry& known, const auto& wanted) { return known.uid < wanted; });
  if (entry == entries_.end() || entry->uid != key) {
    if (event.guarded && (event.time < from_ || event.time > until_)) {
      ++result_.outside;
    } else if (event.guarded) {
      ++result_.unwitnessed;
      Show(result_.unwitnessed_uids, event.uid);
    }
    return;
  }
  const auto content = DigestOf(line.substr(0, line.rfind(R"(,"sequence":)")));
  Entry* equal = nullptr;
  for (; entry != entries_.end() && entry->uid == key; ++entry) {
    equal = entry->digest == content ? &*entry : equal;
    entry->seen = true;
  }
  if (equal == nullptr) {
    ++result_.altered;
    Show(result_.altered_uids, event.uid);
  } else if (!equal->line) {
    equal->line = digest;
    ++result_.matched;
  } else if (*equal->line != digest) {  // The same line can come twice.
    ++result_.copied;
    Show(result_.copied_uids, event.uid);
  }
}

Witness::Result Witness::Finish() {
  for (const auto& entry : entries_) {
    if (!entry.seen && first_line_ && entry.time + kSkew < *first_line_) {
      ++result_.older;
    } else if (!entry.seen) {
      ++result_.missing;
      Show(result_.missing_uids, entry.uid.data());
    }
  }
  return result_;
}

}  // namespace trail_reader
