// The memory that large request bodies of all connections may take together.
#pragma once

#include <atomic>
#include <cstddef>
#include <utility>

namespace http_server {

class BodyBudget;

// Part of a budget, given back on destruction. The budget outlives its reservations.
class BodyReservation {
 public:
  BodyReservation() = default;
  BodyReservation(BodyReservation&& other) noexcept
      : budget_(std::exchange(other.budget_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}
  BodyReservation& operator=(BodyReservation&& other) noexcept {
    std::swap(budget_, other.budget_);
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  BodyReservation(const BodyReservation&) = delete;
  BodyReservation& operator=(const BodyReservation&) = delete;
  ~BodyReservation();

  // Whether it holds anything.
  explicit operator bool() const { return budget_ != nullptr; }

 private:
  friend class BodyBudget;
  BodyReservation(BodyBudget& budget, std::size_t bytes) : budget_(&budget), bytes_(bytes) {}

  BodyBudget* budget_ = nullptr;
  std::size_t bytes_ = 0;
};

// Any number of threads.
class BodyBudget {
 public:
  explicit BodyBudget(std::size_t bytes) : left_(bytes) {}

  // An empty reservation if fewer than `bytes` are left. Never waits.
  [[nodiscard]] BodyReservation Reserve(std::size_t bytes) {
    std::size_t left = left_;
    while (left >= bytes) {
      if (left_.compare_exchange_weak(left, left - bytes)) {
        return {*this, bytes};
      }
    }
    return {};
  }

  [[nodiscard]] std::size_t Left() const { return left_; }

 private:
  friend class BodyReservation;
  std::atomic<std::size_t> left_;
};

inline BodyReservation::~BodyReservation() {
  if (budget_ != nullptr) {
    budget_->left_ += bytes_;
  }
}

}  // namespace http_server
