#include "token/generator.h"

#include <algorithm>

#include "base/base64.h"
#include "token/policy.h"

namespace token {

base::Result<base::SecretBytes> Generate(ports::Random& random, const Profile& profile) {
  constexpr std::size_t kBytes = 32;  // 256 bits: beyond any search, and still one short line.
  auto bytes = random.Bytes(std::max(kBytes, profile.min_length));
  if (!bytes) {
    return base::Fail(bytes.error());
  }
  base::SecretBytes made(base::EncodeBase64(bytes->Reveal()));
  Subject subject;
  subject.token = made.Reveal();
  if (!Judge(subject, {}, profile).accepted) {
    return base::Fail(base::Code::kInvalid, "the profile " + profile.name + " refuses every token that can be made");
  }
  return made;
}

}  // namespace token
