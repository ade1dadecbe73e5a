// Bytes that must not outlive their use or reach an output: a token, a key.
//
// Move-only; wiped when destroyed, moved from or cleared. There is no <<, no ==, no conversion: whoever needs the
// bytes calls Reveal(), which is easy to grep for. Not protected against swap or a debugger; the programs are not
// dumpable (sys/process.h) for that. One thread at a time.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace base {

class SecretBytes {
 public:
  SecretBytes() = default;
  // Copies the bytes; the source is the caller's to wipe.
  explicit SecretBytes(std::string_view bytes);
  // Takes the bytes over and wipes what the source still holds (short strings are copied, not moved).
  explicit SecretBytes(std::string&& bytes);
  SecretBytes(SecretBytes&& other) noexcept;
  SecretBytes& operator=(SecretBytes&& other) noexcept;
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  ~SecretBytes();

  // A second copy, made on purpose.
  [[nodiscard]] SecretBytes Clone() const;
  // Valid until this object is changed, moved or destroyed.
  [[nodiscard]] std::string_view Reveal() const { return bytes_; }
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }
  [[nodiscard]] bool Empty() const { return bytes_.empty(); }
  // Compares in time that depends on the lengths alone.
  [[nodiscard]] bool Equals(const SecretBytes& other) const;
  void Clear();

 private:
  std::string bytes_;
};

// Overwrites the string's whole capacity and empties it; the compiler may not remove it.
void Wipe(std::string& bytes);
// Overwrites memory that a library owns.
void Wipe(char* bytes, std::size_t size);

// Compares in time that depends on the lengths alone.
bool EqualInConstantTime(std::string_view a, std::string_view b);

}  // namespace base
