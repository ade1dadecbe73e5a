#include "http_server/server.h"

#include <poll.h>

#include <algorithm>
#include <utility>

namespace http_server {
namespace {

constexpr std::size_t kWorkers = 2;  // A review takes tens of microseconds; two hide one slow page fault.
constexpr int kPollMs = 20;
// For open requests after the listeners are closed: longer than any review, shorter than the pod's grace period of 30
// s.
constexpr std::chrono::seconds kFinish(10);

}  // namespace

Server::Server(ServerConfig config, const tls::CertificateStore& certificates, HttpHandler& reviews,
               HttpHandler& probes, Observer& observer, ports::Clock& clock, ports::Log& log)
    : config_(std::move(config)),
      bodies_(config_.max_large_bodies),
      certificates_(certificates),
      context_{reviews, probes, config_.deadlines, bodies_, observer, clock},
      clock_(clock),
      log_(log) {}

Server::~Server() { Abort(); }

base::Result<void> Server::Start() {
  auto reviews = Listen("--listen", config_.listen, Port::kHttps);
  if (!reviews) {
    return base::Fail(reviews.error());
  }
  auto probes = Listen("--ops-listen", config_.ops_listen, Port::kOps);
  if (!probes) {
    return base::Fail(probes.error());
  }
  listeners_.push_back(std::move(*reviews));
  listeners_.push_back(std::move(*probes));
  for (std::size_t i = 0; i < kWorkers; ++i) {
    auto loop = std::make_unique<EventLoop>(listeners_, certificates_, context_, config_.limits, phase_);
    std::thread thread([loop = loop.get()] { loop->Run(); });
    workers_.push_back({std::move(loop), std::move(thread)});
  }
  log_.Info("listening",
            {{"listen", std::string_view(listeners_[0].address)}, {"ops", std::string_view(listeners_[1].address)}});
  for (const auto& listener : listeners_) {
    if (listener.without_ipv6) {
      log_.Warning("the kernel has no IPv6; listening on IPv4 alone", {{"listen", std::string_view(listener.address)}});
    }
  }
  return {};
}

bool Server::Finished() const {
  return std::all_of(workers_.begin(), workers_.end(), [](const Worker& worker) { return worker.loop->Finished(); });
}

// The clock's Sleep() no longer sleeps: a stop was requested.
template <typename Done>
void Server::WaitUntil(std::chrono::milliseconds timeout, Done done) {
  const auto end = clock_.Monotonic() + timeout;
  while (clock_.Monotonic() < end && !done()) {
    poll(nullptr, 0, kPollMs);
  }
}

void Server::Stop() {
  phase_ = Phase::kDraining;
  log_.Info("draining", {{"reason", std::string_view("a stop was requested; not ready from now on")},
                         {"seconds", static_cast<std::int64_t>(config_.drain.count())}});
  WaitUntil(config_.drain, [] { return false; });
  phase_ = Phase::kClosing;
  WaitUntil(kFinish, [this] { return Finished(); });
  Abort();
  log_.Info("stopped");
}

void Server::Abort() {
  phase_ = Phase::kAborting;
  for (auto& worker : workers_) {
    worker.thread.join();
  }
  workers_.clear();
}

}  // namespace http_server
