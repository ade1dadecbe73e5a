#include "http_server/connection.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "fakes.h"
#include "sys/clock.h"
#include "testing/pki.h"

namespace http_server {
namespace {

class ConnectionTest : public testing::Test {
 protected:
  ConnectionTest() {
    socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends_.data());
    // So that an answer never fits at once.
    const int small = 1;
    setsockopt(ends_[0], SOL_SOCKET, SO_SNDBUF, &small, sizeof(small));
  }
  ~ConnectionTest() override { close(ends_[1]); }

  void Serve(std::shared_ptr<SSL_CTX> context = nullptr) {
    connection_ =
        std::make_unique<Connection>(UniqueFd(ends_[0]), std::move(context), "test", context_, clock_.Monotonic());
  }
  Connection::Want Advance() { return connection_->Advance(clock_.Monotonic(), false); }
  void Send(std::string_view bytes) {
    ASSERT_EQ(send(ends_[1], bytes.data(), bytes.size(), 0), static_cast<ssize_t>(bytes.size()));
  }
  std::string Receive(std::size_t most = 65536) {
    std::string bytes(most, '\0');
    const ssize_t count = recv(ends_[1], bytes.data(), bytes.size(), 0);
    bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return bytes;
  }
  // Bytes that the connection has not read from its socket.
  int Unread() {
    int count = 0;
    ioctl(ends_[0], FIONREAD, &count);
    return count;
  }

  std::array<int, 2> ends_{};
  sys::SystemClock clock_{nullptr};
  Echo echo_;
  CountingObserver observer_;
  BodyBudget bodies_{100000};
  const ServerContext context_{echo_, echo_, {}, bodies_, observer_, clock_};
  std::unique_ptr<Connection> connection_;
};

std::string Post(std::string_view body, std::string_view fields = "", std::string_view path = "/") {
  return "POST " + std::string(path) + " HTTP/1.1\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         std::string(fields) + "\r\n" + std::string(body);
}

std::string Answer(std::string_view body) {
  return "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         std::string(body);
}

TEST_F(ConnectionTest, GivesOneAnswerATurn) {
  Serve();
  Send(Post("a") + Post("b"));
  EXPECT_EQ(Advance(), Connection::Want::kRespond);
  EXPECT_EQ(Receive(), "");
  EXPECT_EQ(Advance(), Connection::Want::kRespond);
  EXPECT_EQ(Receive(), Answer("a"));
  EXPECT_EQ(Advance(), Connection::Want::kRead);
  EXPECT_EQ(Receive(), Answer("b"));
}

TEST_F(ConnectionTest, ReadsALittleATurn) {
  Serve();
  const int large = 4U << 20U;
  setsockopt(ends_[1], SOL_SOCKET, SO_SNDBUFFORCE, &large, sizeof(large));
  Send(Post("", "X: " + std::string(100, 'x') + "\r\n") + Post(std::string(90000, 'x')).substr(0, 90000));
  EXPECT_EQ(Advance(), Connection::Want::kRespond);
  EXPECT_EQ(Advance(), Connection::Want::kRead);
  EXPECT_GT(Unread(), 0);
}

TEST_F(ConnectionTest, NeverMixesGoOnWithAnAnswer) {
  Serve();
  std::string expected;
  std::string heard;
  for (int i = 0; i < 300; ++i) {
    const std::string body(200, static_cast<char>('a' + i % 26));
    const auto request = Post(body, "Expect: 100-continue\r\n");
    Send(std::string_view(request).substr(0, request.size() - body.size()));
    expected += Answer(body);
    for (int turn = 0; turn < 3; ++turn) {
      Advance();
    }
    Send(body);
    for (int turn = 0; turn < 3; ++turn) {
      Advance();
    }
    if (i % 50 == 49) {  // The client takes what has piled up by and by, some bytes at a time.
      for (std::string bytes; !(bytes = Receive(7)).empty(); Advance()) {
        heard += bytes;
      }
    }
  }
  for (std::string bytes; !(bytes = Receive()).empty(); Advance()) {
    heard += bytes;
  }
  const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
  int times = 0;
  for (std::size_t at = 0; (at = heard.find(go_on)) != std::string::npos; ++times) {
    heard.erase(at, go_on.size());
  }
  EXPECT_GT(times, 0);  // Not where the body was there first.
  EXPECT_TRUE(heard == expected);
}

TEST_F(ConnectionTest, RefusesBeforeItReadsTheBody) {
  Serve();
  const auto request = Post(std::string(1000, 'x'), "", "/no");
  Send(std::string_view(request).substr(0, request.size() - 1000));
  EXPECT_EQ(Advance(), Connection::Want::kRespond);
  Advance();
  EXPECT_EQ(Receive().substr(0, 12), "HTTP/1.1 404");
}

TEST_F(ConnectionTest, AnswersHeadWithoutABody) {
  Serve();
  Send("HEAD / HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody");
  EXPECT_EQ(Advance(), Connection::Want::kRespond);
  EXPECT_EQ(Advance(), Connection::Want::kRead);
  const auto answer = Answer("body");
  EXPECT_EQ(Receive(), answer.substr(0, answer.size() - 4));
}

TEST_F(ConnectionTest, IsAuthenticatedByAResponseThatSaysSo) {
  Serve();
  Send(Post("a"));
  Advance();
  Advance();
  EXPECT_FALSE(connection_->Authenticated());
  Send(Post("a", "", "/key"));
  Advance();
  Advance();
  EXPECT_TRUE(connection_->Authenticated());
}

TEST_F(ConnectionTest, GivesAHeadThatFollowsARequestItsOwnDeadline) {
  Serve();
  const auto begin = clock_.Monotonic();
  Send(Post("a") + "POST");
  connection_->Advance(begin, false);
  connection_->Advance(begin, false);
  EXPECT_FALSE(connection_->Expired(begin + std::chrono::milliseconds(9999)));
  EXPECT_TRUE(connection_->Expired(begin + std::chrono::milliseconds(10000)));
}

TEST_F(ConnectionTest, EndsAtTheDeadlineOfItsState) {
  Serve();
  const auto begin = clock_.Monotonic();
  Send("POST / HTTP/1.1\r\n");
  connection_->Advance(begin, false);
  EXPECT_FALSE(connection_->Expired(begin + std::chrono::milliseconds(9999)));
  EXPECT_TRUE(connection_->Expired(begin + std::chrono::milliseconds(10000)));
  Send("Content-Length: 4\r\n\r\n");
  connection_->Advance(begin, false);
  EXPECT_FALSE(connection_->Expired(begin + std::chrono::milliseconds(29999)));
  EXPECT_TRUE(connection_->Expired(begin + std::chrono::milliseconds(30000)));
  EXPECT_FALSE(connection_->Idle());
}

TEST_F(ConnectionTest, TakesMemoryForLargeBodiesOutOfWhatAllShare) {
  Serve();
  Send(Post(std::string(90000, 'x')).substr(0, 100));
  EXPECT_EQ(Advance(), Connection::Want::kRead);
  EXPECT_EQ(bodies_.Left(), 10000U);
  connection_.reset();
  EXPECT_EQ(bodies_.Left(), 100000U);
}

TEST_F(ConnectionTest, RefusesALargeBodyWhereTooLittleIsLeft) {
  Serve();
  Send(Post(std::string(100001, 'x')).substr(0, 100));
  EXPECT_EQ(Advance(), Connection::Want::kRespond);
  Advance();
  EXPECT_EQ(Receive().substr(0, 12), "HTTP/1.1 503");
}

std::shared_ptr<SSL_CTX> MakeServerContext() {
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  const auto identity = fakes::Make({"server"});
  SSL_CTX_use_certificate(context.get(), identity.certificate.get());
  SSL_CTX_use_PrivateKey(context.get(), identity.key.get());
  SSL_CTX_set_read_ahead(context.get(), 1);
  return context;
}

TEST_F(ConnectionTest, YieldsToOthersWhereAClientChangesItsKeyWithoutEnd) {
  Serve(MakeServerContext());
  const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  const std::unique_ptr<SSL, void (*)(SSL*)> client(SSL_new(context.get()), SSL_free);
  SSL_set_fd(client.get(), ends_[1]);
  while (SSL_connect(client.get()) != 1) {
    ASSERT_NE(Advance(), Connection::Want::kClose);
  }
  BIO* updates = BIO_new(BIO_s_mem());
  SSL_set0_wbio(client.get(), updates);
  for (int i = 0; i < 6000; ++i) {
    SSL_key_update(client.get(), SSL_KEY_UPDATE_NOT_REQUESTED);
    SSL_do_handshake(client.get());
  }
  const int large = 4U << 20U;
  setsockopt(ends_[1], SOL_SOCKET, SO_SNDBUFFORCE, &large, sizeof(large));
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(updates, &bytes);
  ASSERT_GT(size, 100000);
  Send({bytes, static_cast<std::size_t>(size)});
  EXPECT_EQ(Advance(), Connection::Want::kRead);
  EXPECT_GT(Unread(), 0);
  while (Unread() > 0) {
    EXPECT_EQ(Advance(), Connection::Want::kRead);
  }
}

}  // namespace
}  // namespace http_server
