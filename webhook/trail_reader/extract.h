// Finds the audit line in what a log collector or kubectl made of the line. Pure; one thread for each Extractor.
//
// Understood are: the line alone; behind the prefixes of `kubectl logs --prefix --timestamps` and of the kubelet's log
// files; and in the fields `event.original`, `log` or `message` of a collector's JSON object, or of its `_source`.
#pragma once

#include <rapidjson/document.h>

#include <string>
#include <string_view>
#include <vector>

namespace trail_reader {

struct Extracted {
  std::string_view line;    // The audit line, byte for byte as the program wrote it; empty if there is none.
  std::string_view source;  // What the prefix or the collector names as the origin, for example the pod; may be empty.
};

class Extractor {
 public:
  // Both results are valid as long as `raw` and until the next call. A line that only looks like an audit line is
  // returned too: Event decides.
  Extracted Extract(std::string_view raw);

 private:
  Extracted FromCollector(std::string_view object);

  std::vector<char> text_;  // Of the collector's object, parsed in place.
  rapidjson::Document document_;
};

}  // namespace trail_reader
