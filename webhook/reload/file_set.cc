#include "reload/file_set.h"

#include <algorithm>

namespace reload {

base::Result<Contents> FileSet::Read() {
  Contents contents;
  contents.reserve(list_.size());
  for (const auto& file : list_) {
    auto bytes = files_.Read(file.path, file.limit);
    if (bytes) {
      contents.emplace_back(std::move(*bytes));
    } else if (file.optional && bytes.error().code == base::Code::kNotFound) {
      contents.emplace_back();
    } else {
      return base::Fail(bytes.error().With(file.name));
    }
  }
  return contents;
}

bool SameContents(const Contents& a, const Contents& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const base::SecretBytes& x, const base::SecretBytes& y) { return x.Equals(y); });
}

}  // namespace reload
