#include "admission/mutation.h"

#include <algorithm>
#include <utility>

#include "admission/decision.h"
#include "base/time_text.h"
#include "base/utf8.h"
#include "json/write.h"

namespace admission {
namespace {

constexpr std::size_t kMaxLabel = 256;          // Bytes of a client's value; all annotations of a Secret share 256 KiB.
constexpr std::chrono::seconds kSameWrite(60);  // Times that differ by less belong to the same write.
constexpr std::string_view kAnnotations = "/metadata/annotations";

// A client's value in an annotation that people print to a terminal: truncated, unsafe characters replaced.
std::string Label(std::string_view text) {
  std::string label;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = base::Utf8Length(text, at);
    const auto character = text.substr(at, std::max<std::size_t>(length, 1));
    const bool safe = length > 0 && !base::IsUnsafeToPrint(base::CodePoint(character));
    if (label.size() + character.size() > kMaxLabel) {
      return label + "…";
    }
    label += safe ? character : "?";
    at += character.size();
  }
  return label;
}

// Holds no return mark and no rotation: a token of anyone but the rotator ends the rotation.
ChangeAnnotations NoteChange(const Review& review, const RetiredTokens& retired, ports::Clock::WallTime now) {
  return {base::FormatTime(now), Label(review.user), Label(review.field_manager), FingerprintOf(review.object, retired),
          std::nullopt,          std::nullopt};
}

// Whether `found` notes the same write as `wanted`: made a moment ago by an earlier call or another replica.
bool NoteSameWrite(const ChangeAnnotations& found, const ChangeAnnotations& wanted, ports::Clock::WallTime now) {
  const auto at = found[0] ? base::ParseTime(*found[0]) : std::nullopt;
  return at && now - *at < kSameWrite && *at - now < kSameWrite &&
         std::equal(found.begin() + 1, found.end(), wanted.begin() + 1);
}

// A JSON Pointer (RFC 6901) to an annotation.
std::string PointerTo(std::string_view annotation) {
  std::string pointer = std::string(kAnnotations) + "/";
  for (const char c : annotation) {
    pointer += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  }
  return pointer;
}

// A JSON Patch (RFC 6902) as text.
class PatchWriter {
 public:
  // Adds the annotation or replaces its value.
  void Set(std::string_view annotation, std::string_view value) {
    Begin("add", PointerTo(annotation));
    patch_ += R"(,"value":)";
    json::AppendString(patch_, value);
    patch_ += "}";
  }
  void Remove(std::string_view annotation) {
    Begin("remove", PointerTo(annotation));
    patch_ += "}";
  }
  // For an object without annotations.
  void SetAll(const ChangeAnnotations& values) {
    Begin("add", kAnnotations);
    patch_ += R"(,"value":{)";
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (values[i]) {
        patch_ += patch_.back() == '{' ? "" : ",";
        json::AppendString(patch_, kChangeAnnotations[i]);
        patch_ += ":";
        json::AppendString(patch_, *values[i]);
      }
    }
    patch_ += "}}";
  }
  // Empty if nothing was written.
  std::string Finish() { return patch_.empty() ? std::string() : std::move(patch_) + "]"; }

 private:
  void Begin(std::string_view operation, std::string_view path) {
    patch_ += patch_.empty() ? "[" : ",";
    patch_ += R"({"op":)";
    json::AppendString(patch_, operation);
    patch_ += R"(,"path":)";
    json::AppendString(patch_, path);
  }

  std::string patch_;
};

// The patch from the object's annotations to the wanted ones.
std::string PatchTo(const ChangeAnnotations& wanted, const Secret& object, bool drop_last_applied) {
  PatchWriter patch;
  if (!object.has_annotations) {
    if (std::any_of(wanted.begin(), wanted.end(), [](const auto& value) { return value.has_value(); })) {
      patch.SetAll(wanted);
    }
    return patch.Finish();
  }
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] == object.change[i]) {
      continue;
    }
    if (wanted[i]) {
      patch.Set(kChangeAnnotations[i], *wanted[i]);
    } else {
      patch.Remove(kChangeAnnotations[i]);
    }
  }
  if (drop_last_applied && object.last_applied) {
    patch.Remove(kLastApplied);
  }
  return patch.Finish();
}

// Whether the fingerprint is that of another token. Null without a fingerprint or a key: not known.
bool NotesAnotherToken(const std::optional<Secret>& secret, const RetiredTokens& retired) {
  const auto actual = FingerprintOf(secret, retired);
  return actual && secret->change[3] && *secret->change[3] != *actual;
}

bool IsPatchable(const Review& review, const token::Profile& profile) {
  const bool writes = review.operation == "CREATE" || review.operation == "UPDATE";
  return writes && IsGuarded(review, profile) && review.object && review.object->has_metadata &&
         review.object->malformed.empty();
}

}  // namespace

Mutation Mutate(const Review& review, const token::Profile& profile, const RetiredTokens& retired,
                bool drop_last_applied, ports::Clock::WallTime now) {
  Mutation mutation;
  mutation.answer.uid = review.uid;
  if (!IsPatchable(review, profile)) {
    return mutation;
  }
  const Secret& object = *review.object;
  const bool changed = !SameToken(review.old_object, review.object);
  ChangeAnnotations wanted = review.old_object ? review.old_object->change : ChangeAnnotations{};
  if (changed) {
    wanted = NoteChange(review, retired, now);
  }
  if (review.user == profile.rotator) {
    wanted[kReturnMark] = object.change[kReturnMark];
    wanted[kRotation] = object.change[kRotation];
  }
  const bool carried_over = review.old_object && object.change == review.old_object->change;
  if (changed && !carried_over && NoteSameWrite(object.change, wanted, now)) {
    wanted[0] = object.change[0];
  }
  mutation.answer.patch = PatchTo(wanted, object, drop_last_applied);
  if (!mutation.answer.patch.empty()) {
    mutation.outcome = wanted == object.change ? Mutation::Outcome::kDropped
                       : changed               ? Mutation::Outcome::kStamped
                                               : Mutation::Outcome::kRestored;
  }
  if (mutation.outcome == Mutation::Outcome::kRestored) {
    mutation.answer.warnings.emplace_back(
        "token-webhook put its annotations back: they note changes of the token alone");
  }
  return mutation;
}

bool HasForeignChangeAnnotations(const Review& review, const RetiredTokens& retired) {
  const auto& change = review.object->change;
  const bool any = std::any_of(change.begin(), change.end(), [](const auto& value) { return value.has_value(); });
  if (!any) {
    return false;
  }
  if (NotesAnotherToken(review.object, retired)) {
    return true;
  }
  if (SameToken(review.old_object, review.object)) {
    return !review.old_object || change != review.old_object->change;
  }
  return change[1] != Label(review.user) || change[2] != Label(review.field_manager);
}

Mutation FailedMutation(const Review& review) {
  Mutation mutation;
  mutation.answer.uid = review.uid;
  mutation.answer.warnings.emplace_back("token-webhook could not note this change in the annotations");
  mutation.outcome = Mutation::Outcome::kError;
  return mutation;
}

}  // namespace admission
