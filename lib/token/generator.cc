#include "token/generator.h"

#include <algorithm>

#include "base/base64.h"
#include "base/secret_text.h"
#include "token/policy.h"

namespace token {
namespace {

constexpr std::size_t kBytes = 33;        // 44 characters, and no padding.
constexpr std::size_t kGroup = 3;         // Bytes of four characters.
constexpr std::size_t kMaxDraws = 10000;  // An eighth of the groups is drawn again; a broken source must not loop.

bool IsClean(std::string_view characters) { return characters.find_first_of("+/") == std::string_view::npos; }

}  // namespace

base::Result<base::SecretBytes> Generate(ports::Random& random, const Profile& profile) {
  const std::size_t length = (std::max(kBytes, profile.min_length) + kGroup - 1) / kGroup * 4;
  base::SecretText made;
  made.reserve(length);
  for (std::size_t draws = 0; made.size() < length; ++draws) {
    const auto bytes = random.Bytes(kGroup);
    if (!bytes) {
      return base::Fail(bytes.error());
    }
    if (draws > kMaxDraws + length) {
      return base::Fail(base::Code::kInternal, "the source of randomness repeats itself");
    }
    const base::SecretBytes characters(base::EncodeBase64(bytes->Reveal()));
    if (IsClean(characters.Reveal())) {
      made.append(characters.Reveal());
    }
  }
  Subject subject;
  subject.token = made.Reveal();
  if (!Judge(subject, {}, profile).accepted) {
    return base::Fail(base::Code::kInvalid, "the profile " + profile.name + " refuses every token that can be made");
  }
  return base::SecretBytes(made.Reveal());
}

}  // namespace token
