#include "kube_http/wire_log.h"

#include <gtest/gtest.h>

#include "fake_http.h"
#include "testing/fakes.h"

namespace kube_http {
namespace {

class FieldLog final : public ports::Log {
 public:
  void Write(ports::Level, std::string_view, std::initializer_list<ports::Field> fields) override {
    for (const auto& field : fields) {
      keys.emplace_back(field.key);
      if (const auto* text = std::get_if<std::string_view>(&field.value)) {
        texts += std::string(*text) + " ";
      }
    }
  }
  std::vector<std::string> keys;
  std::string texts;
};

TEST(LoggingHttp, ShowsMethodPathStatusAndTimeAndNothingElse) {
  Script script;
  FieldLog log;
  fakes::FakeClock clock;
  LoggingHttp http(script, log, clock);
  HttpRequest request;
  request.method = "PATCH";
  request.path = "/api/v1/x";
  request.body = base::SecretBytes(std::string_view("secret-request"));
  ASSERT_TRUE(http.Send(request));
  EXPECT_EQ(log.keys, (std::vector<std::string>{"method", "path", "status", "milliseconds"}));
  EXPECT_EQ(log.texts, "PATCH /api/v1/x ");
}

TEST(LoggingHttp, ShowsTheStartOfAWatch) {
  Script script;
  FieldLog log;
  fakes::FakeClock clock;
  LoggingHttp http(script, log, clock);
  EXPECT_FALSE(http.Open("/api/v1/pods?watch=true"));
  EXPECT_EQ(log.texts, "GET /api/v1/pods?watch=true ");
}

}  // namespace
}  // namespace kube_http
