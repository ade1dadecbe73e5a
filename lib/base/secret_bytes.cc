#include "base/secret_bytes.h"

#include <string.h>  // explicit_bzero is not in <cstring>

#include <utility>

namespace base {

void Wipe(std::string& bytes) {
  // The capacity, not the size: a longer value may have left bytes behind the end.
  bytes.resize(bytes.capacity());  // NOLINT(clang-analyzer-cplusplus.Move): wiped after a move, too.
  explicit_bzero(bytes.data(), bytes.size());
  bytes.clear();
}

void Wipe(char* bytes, std::size_t size) { explicit_bzero(bytes, size); }

bool EqualInConstantTime(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) {
    return false;
  }
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned>(static_cast<unsigned char>(b[i]));
  }
  return difference == 0;
}

SecretBytes::SecretBytes(std::string_view bytes) : bytes_(bytes) {}

SecretBytes::SecretBytes(std::string&& bytes) : bytes_(std::move(bytes)) { Wipe(bytes); }

SecretBytes::SecretBytes(SecretBytes&& other) noexcept : bytes_(std::move(other.bytes_)) { other.Clear(); }

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
  if (this != &other) {
    Clear();
    bytes_ = std::move(other.bytes_);
    other.Clear();
  }
  return *this;
}

SecretBytes::~SecretBytes() { Clear(); }

SecretBytes SecretBytes::Clone() const { return SecretBytes(std::string_view(bytes_)); }

bool SecretBytes::Equals(const SecretBytes& other) const { return EqualInConstantTime(bytes_, other.bytes_); }

void SecretBytes::Clear() { Wipe(bytes_); }

}  // namespace base
