#include "http_server/tls_transport.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "fakes.h"
#include "testing/pki.h"

namespace http_server {
namespace {

std::shared_ptr<SSL_CTX> MakeServerContext() {
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  const auto identity = fakes::Make({"server"});
  SSL_CTX_use_certificate(context.get(), identity.certificate.get());
  SSL_CTX_use_PrivateKey(context.get(), identity.key.get());
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  return context;
}

class TlsTransportTest : public testing::Test {
 protected:
  TlsTransportTest() { socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends_.data()); }
  ~TlsTransportTest() override { close(ends_[1]); }

  void Serve(std::shared_ptr<SSL_CTX> context) {
    transport_ = std::make_unique<TlsTransport>(UniqueFd(ends_[0]), std::move(context), observer_);
    transport_->BeginTurn();
  }
  void Send(std::string_view bytes) { EXPECT_GT(send(ends_[1], bytes.data(), bytes.size(), 0), 0); }
  std::string Read() {
    std::string bytes(100, '\0');
    std::size_t count = 0;
    last_ = transport_->Read(bytes.data(), bytes.size(), count);
    bytes.resize(last_ == Io::kDone ? count : 0);
    return bytes;
  }

  std::array<int, 2> ends_{};
  CountingObserver observer_;
  std::unique_ptr<TlsTransport> transport_;
  Io last_ = Io::kDone;
};

TEST_F(TlsTransportTest, PassesPlainBytesUntilTheTurnIsUsedUp) {
  Serve(nullptr);
  EXPECT_EQ(Read(), "");
  EXPECT_EQ(last_, Io::kWantRead);
  transport_->BeginTurn();
  for (int i = 0; i < 4; ++i) {
    Send("x");
    EXPECT_EQ(Read(), "x");
  }
  Send("y");
  EXPECT_EQ(Read(), "");
  EXPECT_EQ(last_, Io::kWantRead) << "the budget";
  transport_->BeginTurn();
  EXPECT_EQ(Read(), "y");
}

TEST_F(TlsTransportTest, SeesTheEndOfTheStream) {
  Serve(nullptr);
  shutdown(ends_[1], SHUT_WR);
  EXPECT_EQ(Read(), "");
  EXPECT_EQ(last_, Io::kClosed);
}

TEST_F(TlsTransportTest, WaitsForTheFirstByteBeforeTheHandshake) {
  Serve(MakeServerContext());
  EXPECT_EQ(transport_->Handshake(), Io::kWantRead);
  EXPECT_FALSE(transport_->HasPending());
  Send("GET / HTTP/1.1\r\n\r\n");
  EXPECT_EQ(transport_->Handshake(), Io::kClosed);
  ASSERT_EQ(observer_.failures.size(), 1U);
  EXPECT_EQ(observer_.failures[0], HandshakeFailure::kNotTls);
}

TEST_F(TlsTransportTest, NamesTheCauseOfAFailedHandshake) {
  Serve(MakeServerContext());
  const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  SSL_CTX_set_security_level(context.get(), 0);
  SSL_CTX_set_max_proto_version(context.get(), TLS1_1_VERSION);
  SSL_CTX_set_cipher_list(context.get(), "ALL:@SECLEVEL=0");
  const std::unique_ptr<SSL, void (*)(SSL*)> client(SSL_new(context.get()), SSL_free);
  SSL_set_fd(client.get(), ends_[1]);
  SSL_connect(client.get());
  EXPECT_EQ(transport_->Handshake(), Io::kClosed);
  ASSERT_EQ(observer_.failures.size(), 1U);
  EXPECT_EQ(observer_.failures[0], HandshakeFailure::kNothingInCommon);
}

TEST_F(TlsTransportTest, CombinesSmallRecords) {
  Serve(MakeServerContext());
  const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  const std::unique_ptr<SSL, void (*)(SSL*)> client(SSL_new(context.get()), SSL_free);
  SSL_set_read_ahead(client.get(), 1);
  SSL_set_fd(client.get(), ends_[1]);
  Io io = Io::kWantRead;
  while (io != Io::kDone) {
    SSL_connect(client.get());
    transport_->BeginTurn();
    io = transport_->Handshake();
    ASSERT_NE(io, Io::kClosed);
  }
  SSL_connect(client.get());
  EXPECT_EQ(transport_->ClientName(), "");
  for (const char c : std::string("small")) {
    SSL_write(client.get(), &c, 1);
  }
  std::string heard;
  while (heard.size() < 5) {
    transport_->BeginTurn();
    heard += Read();
  }
  EXPECT_EQ(heard, "small");
  std::size_t count = 0;
  EXPECT_EQ(transport_->Write("answer", 6, count), Io::kDone);
  std::array<char, 10> answer{};
  EXPECT_EQ(SSL_read(client.get(), answer.data(), answer.size()), 6);
}

}  // namespace
}  // namespace http_server
