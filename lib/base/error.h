// Errors as values, coded by what the caller should do.
//
// A rejected token is not an error but a verdict (token/policy.h). An error means that a question could not be answered
// or an action could not be taken. Its message is one sentence for a person: what failed, where, what was expected,
// what to do. A message never contains a token.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace base {

enum class Code {
  kInvalid,      // Correct the input; a retry changes nothing.
  kNotFound,     // The object does not exist.
  kDenied,       // A person must grant a permission.
  kConflict,     // Another writer was faster: read again and decide again.
  kUnavailable,  // Retry with backoff.
  kUnknown,      // The call may or may not have taken effect (the response was lost): read before the next write.
  kInternal,     // A defect of this program or a broken machine: report it.
};

// The name of a code in log lines, for example "unavailable".
std::string_view CodeName(Code code);

struct Error {
  Code code;
  std::string message;

  // The same error with "context: " before the message.
  [[nodiscard]] Error With(std::string_view context) const;
};

// A value or an error. A caller that ignores a Result does not compile.
template <typename T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
};

// `return base::Fail(base::Code::kInvalid, "…");`
inline tl::unexpected<Error> Fail(Code code, std::string message) {
  return tl::unexpected<Error>(Error{code, std::move(message)});
}
// `return base::Fail(result.error());` passes an error on to a Result of another type.
inline tl::unexpected<Error> Fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

}  // namespace base
