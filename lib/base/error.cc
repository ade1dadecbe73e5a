#include "base/error.h"

namespace base {

std::string_view CodeName(Code code) {
  switch (code) {
    case Code::kInvalid:
      return "invalid";
    case Code::kNotFound:
      return "not-found";
    case Code::kDenied:
      return "denied";
    case Code::kConflict:
      return "conflict";
    case Code::kUnavailable:
      return "unavailable";
    case Code::kUnknown:
      return "unknown-outcome";
    case Code::kInternal:
      return "internal";
  }
  return "internal";
}

Error Error::With(std::string_view context) const { return Error{code, std::string(context) + ": " + message}; }

}  // namespace base
