// What can go wrong, named by what the caller should do about it.
//
// A refused token is not an error: that is a verdict (token/policy.h). An error means that a question could not be
// answered or an action not be taken. Its message is one sentence for a person: what, where, what was expected, what
// to do. It never holds a token.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace base {

enum class Code {
  kInvalid,      // The input is wrong: correct it; trying again changes nothing.
  kNotFound,     // The thing is not there.
  kDenied,       // A person has to grant something first.
  kConflict,     // Somebody else was quicker: read again and decide again.
  kUnavailable,  // The same call may succeed later: retry with backoff.
  kUnknown,      // The call may or may not have acted (a lost answer): read before anything else.
  kInternal,     // A defect of ours or a broken machine: report it.
};

// The name of a code as it stands in logs, for example "unavailable".
std::string_view CodeName(Code code);

struct Error {
  Code code;
  std::string message;

  // The same error with "context: " before its message.
  [[nodiscard]] Error With(std::string_view context) const;
};

// A value or an error. Ignoring one does not compile.
template <typename T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
};

// `return base::Fail(base::Code::kInvalid, "…");`
inline tl::unexpected<Error> Fail(Code code, std::string message) {
  return tl::unexpected<Error>(Error{code, std::move(message)});
}
inline tl::unexpected<Error> Fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

}  // namespace base
