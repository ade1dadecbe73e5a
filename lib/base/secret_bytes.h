// Bytes that must neither outlive their use nor reach an output: a token, a private key.
//
// Move-only. The memory is overwritten on destruction, on Clear() and when the object is moved from. There is no <<, no
// == and no conversion: Reveal() is the one way to read the bytes, and easy to search for. Not protected against swap
// or a debugger; the programs forbid core dumps and ptrace instead (sys/process.h). One thread at a time.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace base {

class SecretBytes {
 public:
  SecretBytes() = default;
  // Copies the bytes; the source remains the caller's to wipe.
  explicit SecretBytes(std::string_view bytes);
  // Takes the bytes and overwrites what remains in the source (a short string is copied, not moved).
  explicit SecretBytes(std::string&& bytes);
  SecretBytes(SecretBytes&& other) noexcept;
  SecretBytes& operator=(SecretBytes&& other) noexcept;
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  ~SecretBytes();

  // A deliberate copy.
  [[nodiscard]] SecretBytes Clone() const;
  // Valid until this object is changed, moved or destroyed.
  [[nodiscard]] std::string_view Reveal() const { return bytes_; }
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }
  [[nodiscard]] bool Empty() const { return bytes_.empty(); }
  // The duration depends on the lengths only, not on the contents.
  [[nodiscard]] bool Equals(const SecretBytes& other) const;
  void Clear();

 private:
  std::string bytes_;
};

// Overwrites the whole capacity of the string and empties the string. The compiler cannot remove the write.
void Wipe(std::string& bytes);
// Overwrites `size` bytes that a library or an allocator owns.
void Wipe(char* bytes, std::size_t size);

// Overwrites a buffer at the end of the scope, also when an exception passes.
class WipeAtExit {
 public:
  // The buffer is borrowed.
  WipeAtExit(char* bytes, std::size_t size) : bytes_(bytes), size_(size) {}
  ~WipeAtExit() { Wipe(bytes_, size_); }
  WipeAtExit(const WipeAtExit&) = delete;
  WipeAtExit& operator=(const WipeAtExit&) = delete;

 private:
  char* bytes_;
  std::size_t size_;
};

// Compares two texts in time that depends on the lengths only.
bool EqualInConstantTime(std::string_view a, std::string_view b);

}  // namespace base
