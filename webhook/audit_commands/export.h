// `token-webhook audit export`: audit lines in the schema of a log store, one JSON object a line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "audit_commands/outcome.h"
#include "trail_reader/event.h"

namespace audit_commands {

enum class ExportFormat {
  kEcs,   // Elastic Common Schema 8.
  kOcsf,  // Open Cybersecurity Schema Framework 1.3, class API Activity.
};

struct ExportRequest {
  std::vector<std::string> files;  // "-" is standard input; so is no file.
  ExportFormat format = ExportFormat::kEcs;
};

// Prints with World::print. Each object holds the line itself, byte for byte (`event.original`, `raw_data`), so that it
// can be verified later.
Outcome Export(const World& world, const ExportRequest& request);

// One object, with a line break.
std::string ToEcs(const trail_reader::Event& event, std::string_view line);
std::string ToOcsf(const trail_reader::Event& event, std::string_view line);

}  // namespace audit_commands
