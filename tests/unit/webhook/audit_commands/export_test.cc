#include "audit_commands/export.h"

#include <gtest/gtest.h>

#include "json/read.h"
#include "testing/audit_report.h"
#include "testing/fake_streams.h"
#include "testing/fakes.h"

namespace audit_commands {
namespace {

json::Object Exported(std::string (*format)(const trail_reader::Event&, std::string_view), const std::string& line) {
  trail_reader::EventParser parser;
  EXPECT_TRUE(parser.Parse(line));
  auto object = json::Object::Parse(format(parser.Get(), line));
  EXPECT_TRUE(object);
  return std::move(*object);
}

TEST(ToEcs, HasTheFieldsOfTheTable) {
  const auto line = fakes::Story()[2];
  const auto object = Exported(ToEcs, line);
  const auto& root = object.Root();
  const auto text = [&](json::Path path) { return json::Text(&root, path); };
  EXPECT_EQ(text({"@timestamp"}), "2026-11-25T10:00:00.000Z");
  EXPECT_STREQ(root["event"]["category"][0].GetString(), "api");
  EXPECT_STREQ(root["event"]["type"][0].GetString(), "denied");
  EXPECT_STREQ(root["event"]["type"][1].GetString(), "change");
  EXPECT_EQ(text({"event", "outcome"}), "failure");
  EXPECT_EQ(text({"event", "id"}), "2");
  EXPECT_EQ(text({"event", "original"}), line);
  EXPECT_EQ(text({"user", "name"}), "jane@example.com");
  EXPECT_EQ(text({"source", "ip"}), "10.0.0.1");
  EXPECT_EQ(text({"orchestrator", "namespace"}), "keptn");
  EXPECT_EQ(text({"orchestrator", "resource", "name"}), "keptn-api-token");
  EXPECT_EQ(json::Number(&root, {"source", "port"}, 0), 4);
  EXPECT_EQ(text({"rule", "id"}), "trailing-newline");
  EXPECT_STREQ(root["token_guard"]["rules"][0].GetString(), "trailing-newline");
  EXPECT_EQ(json::Number(&root, {"token_guard", "hour"}, -1), 10);
  EXPECT_EQ(json::Number(&root, {"token_guard", "weekday"}, 0), 3);  // Wednesday.
  EXPECT_EQ(text({"token_guard", "fingerprint_after"}), "hmac-sha256:" + fakes::Print('c'));
}

TEST(ToEcs, DoesNotClaimThatAnAllowedWriteWasStored) {
  const auto object = Exported(ToEcs, fakes::Story()[1]);
  EXPECT_EQ(json::Text(&object.Root(), {"event", "outcome"}), "unknown");
}

TEST(ToOcsf, IsAnApiActivity) {
  const auto line = fakes::Story()[2];
  const auto object = Exported(ToOcsf, line);
  const auto& root = object.Root();
  EXPECT_EQ(json::Number(&root, {"class_uid"}, 0), 6003);
  EXPECT_EQ(json::Number(&root, {"type_uid"}, 0), 600303);
  EXPECT_EQ(json::Number(&root, {"status_id"}, 0), 2);
  EXPECT_EQ(json::Number(&root, {"time"}, 0), 1795600800000);
  EXPECT_EQ(json::Text(&root, {"actor", "user", "name"}), "jane@example.com");
  EXPECT_EQ(json::Text(&root, {"api", "operation"}), "UPDATE");
  EXPECT_EQ(json::Text(&root, {"raw_data"}), line);
}

TEST(ToOcsf, IsTheLifeOfAnApplicationIfNobodyAsked) {
  const auto object = Exported(ToOcsf, fakes::Story()[0]);
  const auto& root = object.Root();
  EXPECT_EQ(json::Number(&root, {"class_uid"}, 0), 6002);
  EXPECT_EQ(json::Number(&root, {"activity_id"}, 0), 3);
  EXPECT_EQ(json::Text(&root, {"app", "name"}), "token-webhook");
}

TEST(Export, PrintsAnObjectForEachLineWhateverTheNames) {
  fakes::FakeStreams streams;
  fakes::FakeClock clock;
  for (const auto& name : fakes::HostileNames()) {
    streams.files["-"] = fakes::AuditChain::Joined(fakes::Story(name, name));
    for (const auto format : {ExportFormat::kEcs, ExportFormat::kOcsf}) {
      int objects = 0;
      const auto outcome = Export({streams,
                                   clock,
                                   {},
                                   [&](const std::string& text) {
                                     EXPECT_TRUE(json::Object::Parse(text));
                                     EXPECT_EQ(text.find('\033'), std::string::npos);
                                     ++objects;
                                     return true;
                                   }},
                                  {{}, format});
      EXPECT_EQ(outcome.exit_code, kWhole);
      EXPECT_EQ(objects, 7);
    }
  }
}

}  // namespace
}  // namespace audit_commands
