// One sentence for an audit line, for a person who follows a log. Pure; any number of threads.
#pragma once

#include <string>

#include "trail_reader/event.h"
#include "trail_report/words.h"

namespace trail_report {

struct Sentence {
  std::string text;  // Safe to print; without time.
  Tone tone = Tone::kPlain;
};

Sentence Describe(const trail_reader::Event& event);

}  // namespace trail_report
