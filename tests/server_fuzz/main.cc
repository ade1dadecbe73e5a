// Mutated HTTP and TLS against the server's connections, its handlers and its audit log, as the program puts them
// together; only the sockets are pairs within this process, so that a hundred thousand inputs take seconds. Meant for
// the asan preset. usage: server_fuzz COUNT SEED CERTIFICATE KEY RETIRED_FOLDER
//
// The same seed gives the same inputs. An answer that is no HTTP answer ends the run with 1, a finding of a sanitizer
// with its report.
#include <fcntl.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "sys/clock.h"
#include "sys/files.h"
#include "sys/json_log.h"
#include "tls/certificate_store.h"
#include "token/profile.h"
#include "webhook/connection.h"
#include "webhook/endpoints.h"

namespace {

using webhook::Connection;

const std::string kReview =
    R"({"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u","kind":{"group":"","version":"v1",)"
    R"("kind":"Secret"},"name":"keptn-api-token","namespace":"keptn","operation":"UPDATE","userInfo":{"username":"admin",)"
    R"("groups":["system:masters"],"extra":{"a":["b"]}},"object":{"metadata":{"name":"keptn-api-token","namespace":"keptn",)"
    R"("annotations":{"token-guard.keptn.sh/changed-by":"x"}},"data":{"keptn-api-token":"bVlKM3BRMGxWMUs4eDBXMmI1WmNSdz09"}},)"
    R"("oldObject":{"metadata":{"name":"keptn-api-token","namespace":"keptn"},"data":{"keptn-api-token":"d2Vhaw=="}},)"
    R"("dryRun":false,"options":{"fieldManager":"kubectl"}}})";

const std::vector<std::string> kWords = {"\r\n",
                                         "\r\n\r\n",
                                         "Content-Length: ",
                                         "Transfer-Encoding: chunked\r\n",
                                         std::string(1, '\0'),
                                         " ",
                                         "HTTP/1.1",
                                         "HTTP/1.0",
                                         "Expect: 100-continue\r\n",
                                         "Connection: close\r\n",
                                         "99999999999999999999",
                                         "8388609",
                                         "-1",
                                         "{",
                                         "}",
                                         "[",
                                         "]",
                                         "\"",
                                         "\\u0000",
                                         "\\ud800",
                                         "null",
                                         "1e999",
                                         "/mutate",
                                         "GET",
                                         "POST",
                                         "?",
                                         "%00",
                                         "\t",
                                         ":",
                                         "\xff",
                                         "\xed\xa0\x80",
                                         R"("data":)",
                                         R"("annotations":null)",
                                         R"("object":5)",
                                         "=",
                                         "AAAA",
                                         "\\"};

class Mutator {
 public:
  explicit Mutator(std::uint64_t seed) : random_(seed) {}

  std::size_t Below(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }

  void Mutate(std::string& text) {
    for (std::size_t n = Below(4) + 1; n > 0; --n) {
      Once(text);
    }
  }

 private:
  void Once(std::string& text) {
    const std::size_t at = Below(text.size() + 1);
    const std::size_t length = Below(Below(8) == 0 ? 400 : 9);
    switch (Below(7)) {
      case 0:
        text.resize(at);
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text.insert(at, text.substr(Below(text.size() + 1), length));
        break;
      case 3:
        text.insert(at, std::string(length, static_cast<char>(Below(256))));
        break;
      case 4:
        text.insert(at, kWords[Below(kWords.size())]);
        break;
      case 5:
        text.replace(at, length, kWords[Below(kWords.size())]);
        break;
      default:
        if (at < text.size()) {
          text[at] = static_cast<char>(static_cast<unsigned char>(text[at]) ^ (1U << Below(8)));
        }
    }
  }

  std::mt19937_64 random_;
};

std::string Request(std::string_view path, std::string_view body) {
  return "POST " + std::string(path) +
         " HTTP/1.1\r\nHost: webhook\r\nContent-Type: application/json\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

// What one client sends: whole requests whose bodies are mutated, or heads and bodies mutated as they stand.
std::string HttpInput(Mutator& mutator) {
  std::string input;
  for (std::size_t n = mutator.Below(3) + 1; n > 0; --n) {
    std::string body = kReview;
    if (mutator.Below(4) != 0) {
      mutator.Mutate(body);
    }
    input += Request(mutator.Below(3) == 0 ? "/mutate?timeout=5s" : "/validate?timeout=5s", body);
  }
  if (mutator.Below(2) == 0) {
    mutator.Mutate(input);
  }
  return input;
}

// A client of OpenSSL's whose bytes pass through here.
class TlsClient {
 public:
  explicit TlsClient(SSL_CTX* context) : ssl_(SSL_new(context)), in_(BIO_new(BIO_s_mem())), out_(BIO_new(BIO_s_mem())) {
    SSL_set_bio(ssl_, in_, out_);
    SSL_set_connect_state(ssl_);
  }
  ~TlsClient() { SSL_free(ssl_); }
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;

  std::string Next(std::string_view received, const std::string& request) {
    BIO_write(in_, received.data(), static_cast<int>(received.size()));
    if (SSL_do_handshake(ssl_) == 1 && !said_) {
      SSL_write(ssl_, request.data(), static_cast<int>(request.size()));
      said_ = true;
    }
    std::string bytes(BIO_ctrl_pending(out_), '\0');
    BIO_read(out_, bytes.data(), static_cast<int>(bytes.size()));
    return bytes;
  }

 private:
  SSL* ssl_;
  BIO* in_;
  BIO* out_;
  bool said_ = false;
};

struct Pair {
  Pair() { socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()); }
  std::array<int, 2> ends{};
};

std::string Receive(int descriptor) {
  std::string all;
  std::array<char, 16384> chunk;
  for (ssize_t count = 0; (count = recv(descriptor, chunk.data(), chunk.size(), 0)) > 0;) {
    all.append(chunk.data(), static_cast<std::size_t>(count));
  }
  return all;
}

// What the server answers to bytes that arrive in pieces.
std::string Talk(const webhook::Surroundings& around, Mutator& mutator, std::string_view input) {
  const Pair pair;
  Connection connection(pair.ends[0], nullptr, "fuzz", around, around.clock.Monotonic());
  std::string answer;
  auto want = Connection::Want::kRead;
  while (!input.empty() && want != Connection::Want::kClose) {
    const auto piece = input.substr(0, mutator.Below(3) == 0 ? mutator.Below(input.size()) + 1 : input.size());
    input.remove_prefix(piece.size());
    if (send(pair.ends[1], piece.data(), piece.size(), MSG_NOSIGNAL) < 0) {
      break;
    }
    do {
      want = connection.Advance(around.clock.Monotonic(), mutator.Below(50) == 0);
      answer += Receive(pair.ends[1]);
    } while (want == Connection::Want::kWrite || want == Connection::Want::kAnswer);
  }
  close(pair.ends[1]);
  connection.Advance(around.clock.Monotonic(), false);
  return answer;
}

// A handshake and a request, of which one flight is mutated.
void TalkTls(const webhook::Surroundings& around, Mutator& mutator, std::shared_ptr<SSL_CTX> server,
             SSL_CTX* client_context) {
  const Pair pair;
  Connection connection(pair.ends[0], std::move(server), "fuzz", around, around.clock.Monotonic());
  TlsClient client(client_context);
  const std::string request = Request("/validate", kReview);
  // Most in the first flight: it costs no signature.
  const std::size_t mutated = mutator.Below(10) != 0 ? 0 : mutator.Below(3);
  std::string received;
  for (std::size_t flight = 0; flight < 4; ++flight) {
    std::string bytes = client.Next(received, request);
    if (flight == mutated) {
      mutator.Mutate(bytes);
    }
    send(pair.ends[1], bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (connection.Advance(around.clock.Monotonic(), false) == Connection::Want::kClose) {
      break;
    }
    received = Receive(pair.ends[1]);
    if (flight >= mutated && received.empty()) {
      break;
    }
  }
  close(pair.ends[1]);
  connection.Advance(around.clock.Monotonic(), false);
}

int Run(std::size_t count, std::uint64_t seed, const tls::StoreConfig& store, const std::string& memory_folder) {
  std::signal(SIGPIPE, SIG_IGN);  // As sys::StopSignal does for the program.
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  sys::SystemClock clock(nullptr);
  sys::JsonLog log(nowhere, clock);
  sys::PosixFiles files;
  auto certificates = tls::CertificateStore::Open(files, store);
  if (!certificates) {
    std::fprintf(stderr, "server_fuzz: %s\n", certificates.error().message.c_str());
    return 2;
  }
  webhook::Metrics metrics("fuzz", {});
  webhook::MemoryStore memory(files, memory_folder, log, metrics);
  memory.Refresh();
  webhook::AuditLog audit(nowhere, clock, metrics);
  const auto profile = token::KeptnProfile();
  webhook::Reviews reviews(profile, {nullptr, true}, memory, audit, metrics, clock);
  const webhook::Surroundings around{reviews, reviews, {}, metrics, clock};
  const std::shared_ptr<SSL_CTX> client(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  Mutator mutator(seed);
  std::size_t good = 0;
  for (std::size_t n = 0; n < count; ++n) {
    if (n % 10 == 0) {
      TalkTls(around, mutator, (*certificates)->Current(), client.get());
      continue;
    }
    const std::string input = HttpInput(mutator);
    const std::string answer = Talk(around, mutator, input);
    good += answer.find("HTTP/1.1 200 OK") != std::string::npos ? 1U : 0U;
    if (!answer.empty() && answer.rfind("HTTP/1.1 ", 0) != 0) {
      std::fprintf(stderr, "server_fuzz: no HTTP answer to input %zu of seed %llu\n", n,
                   static_cast<unsigned long long>(seed));
      return 1;
    }
  }
  std::printf("%zu inputs: %zu with a review that was answered, %zu of TLS\n", count, good, (count + 9) / 10);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) {
    std::fputs("usage: server_fuzz COUNT SEED CERTIFICATE KEY RETIRED_FOLDER\n", stderr);
    return 2;
  }
  tls::StoreConfig store;
  store.certificate = argv[3];
  store.key = argv[4];
  return Run(std::stoul(argv[1]), std::stoull(argv[2]), store, argv[5]);
}
