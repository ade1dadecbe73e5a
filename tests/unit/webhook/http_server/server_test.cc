#include "http_server/server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include "fakes.h"
#include "sys/clock.h"
#include "testing/fakes.h"
#include "testing/pki.h"

namespace http_server {
namespace {

// Remembers the bound addresses of "listening".
class ListenLog : public ports::Log {
 public:
  void Write(ports::Level /*level*/, std::string_view message, std::initializer_list<ports::Field> fields) override {
    messages.emplace_back(message);
    for (const auto& field : fields) {
      if (field.key == "ops") {
        ops = std::get<std::string_view>(field.value);
      }
    }
  }
  std::vector<std::string> messages;
  std::string ops;
};

class ServerTest : public testing::Test {
 protected:
  ServerTest() {
    const auto identity = fakes::Make({"server"});
    files_.contents = {{"crt", identity.CertificatePem()}, {"key", identity.KeyPem()}};
    certificates_ = *tls::OpenCertificateStore(files_, {"crt", "key", "", "", {}});
    config_.listen = config_.ops_listen = "127.0.0.1:0";
    config_.drain = std::chrono::seconds(0);
  }

  [[nodiscard]] UniqueFd Connect() const {
    UniqueFd fd(socket(AF_INET, SOCK_STREAM, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(log_.ops.substr(log_.ops.rfind(':') + 1))));
    return connect(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0 ? std::move(fd) : UniqueFd();
  }
  // Until the server closes.
  static std::string Receive(const UniqueFd& fd) {
    std::string all;
    std::array<char, 1000> bytes{};
    for (ssize_t count = 0; (count = recv(fd.get(), bytes.data(), bytes.size(), 0)) > 0;) {
      all.append(bytes.data(), static_cast<std::size_t>(count));
    }
    return all;
  }
  static void Send(const UniqueFd& fd, std::string_view bytes) {
    EXPECT_EQ(send(fd.get(), bytes.data(), bytes.size(), 0), static_cast<ssize_t>(bytes.size()));
  }

  // Sleep() ends at once with a stop request once `stop` is set.
  class StoppableClock : public ports::Clock {
   public:
    WallTime Now() override { return real_.Now(); }
    MonotonicTime Monotonic() override { return real_.Monotonic(); }
    bool Sleep(std::chrono::milliseconds /*duration*/) override { return false; }

   private:
    sys::SystemClock real_{nullptr};
  };

  fakes::FakeFiles files_;
  std::unique_ptr<tls::CertificateStore> certificates_;
  ServerConfig config_;
  Echo handler_;
  CountingObserver observer_;
  StoppableClock clock_;
  ListenLog log_;
};

TEST_F(ServerTest, AnswersAndFinishesWhatIsOpenWhenItStops) {
  Server server(config_, *certificates_, handler_, handler_, observer_, clock_, log_);
  ASSERT_TRUE(server.Start().has_value());
  EXPECT_FALSE(server.Draining());
  const auto fd = Connect();
  ASSERT_GE(fd.get(), 0);
  Send(fd, "POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n");
  std::thread client([&] {
    while (!server.Draining()) {
      poll(nullptr, 0, 1);
    }
    poll(nullptr, 0, 50);  // Until the workers have been told, too.
    Send(fd, "ok");
  });
  server.Run([] {});
  client.join();
  const auto answer = Receive(fd);
  EXPECT_EQ(answer.substr(0, 15), "HTTP/1.1 200 OK");
  EXPECT_NE(answer.find("Connection: close"), std::string::npos);
  EXPECT_EQ(log_.messages, (std::vector<std::string>{"listening", "draining", "stopped"}));
  EXPECT_EQ(observer_.opened, observer_.closed);
}

TEST_F(ServerTest, ClosesTheOldestConnectionAtTheLimitOfEachLoop) {
  config_.limits.probes = {1, 2, 1};
  Server server(config_, *certificates_, handler_, handler_, observer_, clock_, log_);
  ASSERT_TRUE(server.Start().has_value());
  std::vector<UniqueFd> clients;
  for (int i = 0; i < 5; ++i) {
    clients.push_back(Connect());
    ASSERT_GE(clients.back().get(), 0);
  }
  Send(clients.back(), "GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(Receive(clients.back()).substr(0, 15), "HTTP/1.1 200 OK");
  EXPECT_GE(observer_.refused, 3);
}

TEST_F(ServerTest, NamesTheFlagOfAnAddressThatCannotBeUsed) {
  config_.ops_listen = "127.0.0.1:99999";
  Server server(config_, *certificates_, handler_, handler_, observer_, clock_, log_);
  const auto started = server.Start();
  ASSERT_FALSE(started.has_value());
  EXPECT_EQ(started.error().message, "--ops-listen 127.0.0.1:99999: the port has to be a number from 0 to 65535");
}

}  // namespace
}  // namespace http_server
