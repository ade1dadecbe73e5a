// Keptn's api-service as far as a token can tell: SECRET_TOKEN is read once at start; GET /health is 200 for all;
// POST /v1/auth with x-token is 200 for the right token, 401 for a wrong one, and 429 for a client address beyond one
// request a second with a burst of two; a success clears that client's bucket, a failure uses it up.
// usage: api-service [HOST:PORT]
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

namespace {

using Clock = std::chrono::steady_clock;

struct Bucket {
  double tokens = 2;
  Clock::time_point filled = Clock::now();

  bool Take() {
    const auto now = Clock::now();
    tokens = std::min(2.0, tokens + std::chrono::duration<double>(now - filled).count());
    filled = now;
    if (tokens < 1) {
      return false;
    }
    tokens -= 1;
    return true;
  }
};

std::string Header(const std::string& request, const char* name) {
  const std::size_t length = std::char_traits<char>::length(name);
  for (std::size_t at = request.find("\r\n"); at != std::string::npos; at = request.find("\r\n", at + 2)) {
    if (strncasecmp(request.c_str() + at + 2, name, length) == 0 && request[at + 2 + length] == ':') {
      std::size_t begin = at + 3 + length;
      begin = request.find_first_not_of(' ', begin);
      return request.substr(begin, request.find("\r\n", begin) - begin);
    }
  }
  return "";
}

int Status(const std::string& request, const std::string& client, const std::string& token,
           std::map<std::string, Bucket>& buckets) {
  if (request.rfind("GET /health", 0) == 0) {
    return 200;
  }
  if (request.rfind("POST /v1/auth", 0) != 0) {
    return 404;
  }
  if (!buckets[client].Take()) {
    return 429;
  }
  if (token.empty() || Header(request, "x-token") != token) {
    return 401;
  }
  buckets.erase(client);
  return 200;
}

void Answer(int connection, const std::string& client, const std::string& token,
            std::map<std::string, Bucket>& buckets) {
  std::string request;
  char buffer[4096];
  pollfd entry{connection, POLLIN, 0};
  while (request.find("\r\n\r\n") == std::string::npos && request.size() < 65536 && poll(&entry, 1, 1000) > 0) {
    const ssize_t count = read(connection, buffer, sizeof(buffer));
    if (count <= 0) {
      break;
    }
    request.append(buffer, static_cast<std::size_t>(count));
  }
  const std::string answer = "HTTP/1.1 " + std::to_string(Status(request, client, token, buckets)) +
                             " -\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  [[maybe_unused]] const ssize_t written = write(connection, answer.data(), answer.size());
  close(connection);
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGTERM, [](int) { _exit(0); });  // The first process of a container has no default handlers.
  const char* secret = std::getenv("SECRET_TOKEN");
  const std::string token = secret == nullptr ? "" : secret;
  const std::string address = argc > 1 ? argv[1] : "0.0.0.0:8080";
  const auto colon = address.rfind(':');
  sockaddr_in bound{};
  bound.sin_family = AF_INET;
  bound.sin_port = htons(static_cast<unsigned short>(std::atoi(address.c_str() + colon + 1)));
  inet_pton(AF_INET, address.substr(0, colon).c_str(), &bound.sin_addr);
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  const int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  if (bind(listener, reinterpret_cast<sockaddr*>(&bound), sizeof(bound)) != 0 || listen(listener, 64) != 0) {
    std::perror("api-service: cannot listen");
    return 1;
  }
  std::map<std::string, Bucket> buckets;
  for (;;) {
    sockaddr_in peer{};
    socklen_t length = sizeof(peer);
    const int connection = accept(listener, reinterpret_cast<sockaddr*>(&peer), &length);
    if (connection >= 0) {
      char name[INET_ADDRSTRLEN];
      inet_ntop(AF_INET, &peer.sin_addr, name, sizeof(name));
      Answer(connection, name, token, buckets);
    }
  }
}
