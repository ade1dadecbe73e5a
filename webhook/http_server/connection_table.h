// Which connections of a port stay, and which one is closed to make room. Pure: knows numbers and times, no sockets.
//
// A connection has one of three ranks:
//   unproven        no response yet: in its handshake or before its first review
//   established     a review was answered, but nothing shows that kube-apiserver sent it
//   authenticated   its client presented the path key or a client certificate
// An authenticated connection is closed only for another authenticated one. The others compete by network (address, or
// /64 of IPv6): the network with the most connections of a rank loses one of that rank, so that a flood of one network,
// or of many, takes slots from itself. Each network has a limit besides. Within a rank, the oldest or the least
// recently used connection goes first. The youngest unproven connections are protected up to a reserve, because a new
// connection of kube-apiserver is unproven until its first response, some milliseconds later.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <unordered_map>

#include "ports/clock.h"

namespace http_server {

struct ConnectionLimits {
  std::size_t connections;  // Of all networks together.
  std::size_t per_network;  // Unproven and established ones of one network.
  // Reserve: authenticated connections leave this many free, and up to this many unproven ones are kept while
  // established ones can be closed. At least 1.
  std::size_t newcomers;
};

// One thread.
class ConnectionTable {
 public:
  using Id = int;                 // A file descriptor, unique among open connections.
  using Network = std::uint64_t;  // listener.h: NetworkOf().
  using Time = ports::Clock::MonotonicTime;

  // An unproven connection of this age has lost the protection of the reserve.
  static constexpr std::chrono::seconds kProtected{5};

  explicit ConnectionTable(ConnectionLimits limits) : limits_(limits) {}

  // Each call may return one other connection, removed from the table: close it.

  // Adds a connection as unproven. May throw std::bad_alloc; nothing is added then.
  std::optional<Id> Add(Id id, Network network, Time now);
  // A review was answered. Makes the connection the most recently used one of its rank, at least established.
  void MarkEstablished(Id id, Time now);
  // The client proved that it is kube-apiserver. Final.
  std::optional<Id> MarkAuthenticated(Id id, Time now);

  void Remove(Id id);

  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  enum class Rank { kUnproven, kEstablished, kAuthenticated };
  // The connections of one network, each list with the first to close at its front.
  struct Peers {
    std::list<Id> unproven;
    std::list<Id> established;
    [[nodiscard]] std::size_t size() const { return unproven.size() + established.size(); }
  };
  struct Entry {
    Rank rank = Rank::kUnproven;
    Network network = 0;
    Peers* peers = nullptr;  // In networks_. Not valid if authenticated.
    Time since;              // Accepted or last used.
    std::list<Id>::iterator place;
  };
  // The best connection to close among those seen so far: of the largest list, the oldest.
  struct Candidate {
    std::size_t list_size = 0;
    Id id = -1;
    Time since;
  };
  // All candidates of one network or of all.
  struct Candidates {
    Candidate unproven;
    Candidate established;
    Candidate stale;  // Unproven, without protection.
    std::size_t unproven_count = 0;
  };

  std::list<Id>& ListOf(const Entry& entry);
  void Move(Entry& entry, Rank rank, Time now);
  void Collect(const Peers& peers, Id newcomer, Time now, Candidates& found) const;
  void Offer(Candidate& best, const std::list<Id>& list, Id newcomer) const;
  static Id Choose(const Candidates& found, std::size_t reserve);

  const ConnectionLimits limits_;
  std::unordered_map<Id, Entry> entries_;
  std::unordered_map<Network, Peers> networks_;
  std::list<Id> authenticated_;  // The least recently used first.
};

}  // namespace http_server
