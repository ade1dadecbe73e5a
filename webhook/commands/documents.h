// The documents of a manifest, cut where kubectl cuts. Pure; internal to this module.
#pragma once

#include <yaml-cpp/yaml.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret_text.h"

namespace commands {

// What kubectl or the API server reads in another way than yaml-cpp, or not at all. Thrown beside yaml-cpp's own
// exceptions and caught with them; `why` quotes no value.
struct CannotRead {
  std::string why;
};

// A document with the line that it begins at, counted from 0.
struct Document {
  base::SecretText text;
  std::size_t line = 0;
};

// JSON objects in a row, or documents between lines "---". Throws CannotRead at what kubectl refuses or ignores: text
// beside a marker, text after "...", a directive.
std::vector<Document> SplitDocuments(std::string_view text);

// The document as yaml-cpp reads it. Throws CannotRead where yaml-cpp is more lenient than kubectl: something follows
// the document, a name has no colon, or a plain scalar goes on in a line that is not indented deeper than its key.
// Throws YAML::Exception if the document is no YAML.
YAML::Node LoadDocument(Document& document);

}  // namespace commands
