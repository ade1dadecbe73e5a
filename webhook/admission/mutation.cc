#include "admission/mutation.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>

#include "admission/truncate.h"
#include "base/time_text.h"

namespace admission {
namespace {

constexpr std::size_t kMostLabel = 256;         // Bytes of what a client chooses: a Secret's annotations share 256 KiB.
constexpr std::chrono::seconds kSameStamp(60);  // Younger than this, a stamp is that of the same write.
constexpr const char* kAnnotations = "/metadata/annotations";

// A name as it may stand in an annotation that people print: cut, without control characters.
std::string Label(std::string_view text) {
  std::string label = Truncate(text, kMostLabel);
  for (std::size_t i = 0; i < label.size(); ++i) {
    const auto byte = static_cast<unsigned char>(label[i]);
    const auto next = i + 1 < label.size() ? static_cast<unsigned char>(label[i + 1]) : 0U;
    if (byte < 0x20 || byte == 0x7F) {
      label[i] = '?';
    } else if (byte == 0xC2 && next >= 0x80 && next < 0xA0) {  // U+0080 to U+009F: terminals obey these too.
      label.replace(i, 2, "?");
    }
  }
  return label;
}

Stamps StampsOf(const Review& review, const RetiredTokens& retired_tokens, ports::Clock::WallTime now) {
  return {base::FormatTime(now), Label(review.user), Label(review.field_manager),
          FingerprintOf(review.object, retired_tokens)};
}

// The stamp of this very write, made a moment ago: by an earlier call, or another replica.
bool Same(const Stamps& found, const Stamps& wanted, ports::Clock::WallTime now) {
  const auto at = found[0] ? base::ParseTime(*found[0]) : std::nullopt;
  return at && now - *at < kSameStamp && *at - now < kSameStamp &&
         std::equal(found.begin() + 1, found.end(), wanted.begin() + 1);
}

// '/' and '~' in a key, as RFC 6901 writes them.
std::string Pointer(std::string_view key) {
  std::string pointer = std::string(kAnnotations) + "/";
  for (const char c : key) {
    pointer += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  }
  return pointer;
}

class PatchWriter {
 public:
  PatchWriter() { writer_.StartArray(); }

  // Writes over what is there.
  void Add(std::string_view key, const std::string& value) {
    Begin("add", Pointer(key));
    Text("value", value);
    writer_.EndObject();
  }
  void Remove(std::string_view key) {
    Begin("remove", Pointer(key));
    writer_.EndObject();
  }
  // Where there are no annotations yet.
  void AddAll(const Stamps& stamps) {
    Begin("add", kAnnotations);
    writer_.Key("value");
    writer_.StartObject();
    for (std::size_t i = 0; i < stamps.size(); ++i) {
      if (stamps[i]) {
        Text(kStampNames[i].data(), *stamps[i]);
      }
    }
    writer_.EndObject();
    writer_.EndObject();
  }
  // The patch, or the empty text if it does nothing.
  std::string Take() {
    writer_.EndArray();
    return any_ ? std::string(buffer_.GetString(), buffer_.GetSize()) : std::string();
  }

 private:
  void Begin(const char* operation, const std::string& path) {
    any_ = true;
    writer_.StartObject();
    Text("op", operation);
    Text("path", path);
  }
  void Text(const char* key, const std::string& text) {
    writer_.Key(key);
    writer_.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  }

  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> writer_{buffer_};
  bool any_ = false;
};

// The patch from what the object says to what it is to say.
std::string Patch(const SecretView& object, const Stamps& wanted, bool drop_last_applied) {
  PatchWriter patch;
  if (!object.annotated) {
    if (std::any_of(wanted.begin(), wanted.end(), [](const auto& stamp) { return stamp.has_value(); })) {
      patch.AddAll(wanted);
    }
    return patch.Take();
  }
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] == object.stamps[i]) {
      continue;
    }
    if (wanted[i]) {
      patch.Add(kStampNames[i], *wanted[i]);
    } else {
      patch.Remove(kStampNames[i]);
    }
  }
  if (drop_last_applied && object.last_applied) {
    patch.Remove(kLastApplied);
  }
  return patch.Take();
}

}  // namespace

Mutation Mutate(const Review& review, const token::Profile& profile, const RetiredTokens& retired_tokens,
                bool drop_last_applied, ports::Clock::WallTime now) {
  Mutation mutation;
  mutation.answer.uid = review.uid;
  const bool writes = review.operation == "CREATE" || review.operation == "UPDATE";
  if (!writes || !Guards(profile, review) || !review.object || !review.object->has_metadata ||
      !review.object->malformed.empty()) {
    return mutation;
  }
  const SecretView& object = *review.object;
  const bool changed = !SameToken(review.old_object, review.object);
  Stamps wanted = review.old_object ? review.old_object->stamps : Stamps{};
  if (changed) {
    const bool carried_over = review.old_object && object.stamps == review.old_object->stamps;
    wanted = StampsOf(review, retired_tokens, now);
    if (!carried_over && Same(object.stamps, wanted, now)) {
      wanted[0] = object.stamps[0];
    }
  }
  mutation.answer.patch = Patch(object, wanted, drop_last_applied);
  if (!mutation.answer.patch.empty()) {
    mutation.outcome = wanted == object.stamps ? Mutation::Outcome::kDropped
                       : changed               ? Mutation::Outcome::kStamped
                                               : Mutation::Outcome::kRestored;
  }
  return mutation;
}

}  // namespace admission
