#include "trail/instance.h"

#include "base/hex.h"

namespace trail {

base::Result<std::string> MakeInstance(std::string_view host, ports::Random& random) {
  constexpr std::size_t kBytes = 8;
  const auto start = random.Bytes(kBytes);
  if (!start) {
    return base::Fail(start.error());
  }
  return std::string(host.empty() ? "unknown" : host) + "/" + base::Hex(start->Reveal());
}

}  // namespace trail
