#include "http_server/connection_table.h"

namespace http_server {

std::list<ConnectionTable::Id>& ConnectionTable::ListOf(const Entry& entry) {
  if (entry.rank == Rank::kAuthenticated) {
    return authenticated_;
  }
  return entry.rank == Rank::kEstablished ? entry.peers->established : entry.peers->unproven;
}

std::optional<ConnectionTable::Id> ConnectionTable::Add(Id id, Network network, Time now) {
  std::list<Id> place{id};
  Peers& peers = networks_[network];
  entries_.emplace(id, Entry{Rank::kUnproven, network, &peers, now, place.begin()});
  peers.unproven.splice(peers.unproven.end(), place);
  Candidates found;
  std::size_t reserve = limits_.newcomers;
  if (peers.size() > limits_.per_network) {
    Collect(peers, id, now, found);
    reserve = limits_.per_network / 4;
  } else if (entries_.size() > limits_.connections) {
    for (const auto& [key, others] : networks_) {
      Collect(others, id, now, found);
    }
  } else {
    return std::nullopt;
  }
  const Id evicted = Choose(found, reserve);
  Remove(evicted);
  return evicted;
}

void ConnectionTable::Offer(Candidate& best, const std::list<Id>& list, Id newcomer) const {
  if (list.empty() || list.front() == newcomer || list.size() < best.list_size) {
    return;
  }
  const Time since = entries_.at(list.front()).since;
  if (list.size() > best.list_size || since < best.since) {
    best = {list.size(), list.front(), since};
  }
}

void ConnectionTable::Collect(const Peers& peers, Id newcomer, Time now, Candidates& found) const {
  found.unproven_count += peers.unproven.size();
  Offer(found.unproven, peers.unproven, newcomer);
  Offer(found.established, peers.established, newcomer);
  if (!peers.unproven.empty() && entries_.at(peers.unproven.front()).since + kProtected <= now) {
    Offer(found.stale, peers.unproven, newcomer);
  }
}

ConnectionTable::Id ConnectionTable::Choose(const Candidates& found, std::size_t reserve) {
  if (found.stale.id >= 0) {
    return found.stale.id;
  }
  const bool crowded = found.unproven_count > reserve && found.unproven.id >= 0;
  return crowded || found.established.id < 0 ? found.unproven.id : found.established.id;
}

void ConnectionTable::Move(Entry& entry, Rank rank, Time now) {
  auto& from = ListOf(entry);
  entry.rank = rank;
  entry.since = now;
  auto& to = ListOf(entry);
  to.splice(to.end(), from, entry.place);
}

void ConnectionTable::MarkEstablished(Id id, Time now) {
  Entry& entry = entries_.at(id);
  Move(entry, entry.rank == Rank::kAuthenticated ? Rank::kAuthenticated : Rank::kEstablished, now);
}

std::optional<ConnectionTable::Id> ConnectionTable::MarkAuthenticated(Id id, Time now) {
  Entry& entry = entries_.at(id);
  const bool first = entry.rank != Rank::kAuthenticated;
  Move(entry, Rank::kAuthenticated, now);
  if (first && entry.peers->size() == 0) {
    networks_.erase(entry.network);
  }
  if (authenticated_.size() + limits_.newcomers <= limits_.connections) {
    return std::nullopt;
  }
  const Id evicted = authenticated_.front();
  Remove(evicted);
  return evicted;
}

void ConnectionTable::Remove(Id id) {
  const auto found = entries_.find(id);
  if (found == entries_.end()) {
    return;
  }
  const Entry& entry = found->second;
  ListOf(entry).erase(entry.place);
  if (entry.rank != Rank::kAuthenticated && entry.peers->size() == 0) {
    networks_.erase(entry.network);
  }
  entries_.erase(found);
}

}  // namespace http_server
