// JSON written piece by piece, where a document or RapidJSON's writer would take most of the time: a line or an answer
// for each review.
#pragma once

#include <string>
#include <string_view>

namespace admission {

// Appends the text as a JSON string, quotes included.
void AppendJsonString(std::string& out, std::string_view text);

}  // namespace admission
