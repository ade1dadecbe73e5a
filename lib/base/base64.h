// Base64 as defined by RFC 4648 section 4, in its canonical form only.
//
// Canonical: the standard alphabet, padded to a multiple of four, unused bits zero, no white space. Each value has
// exactly one canonical text, therefore two tokens differ if and only if their texts differ. An error names cause and
// offset and never contains the text. Pure; any number of threads.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/secret_bytes.h"

namespace base {

enum class Base64Fault {
  kAlphabet,   // A character that is neither in the alphabet nor padding.
  kUrl,        // '-' or '_', which belong to the URL-safe alphabet of section 5.
  kPadding,    // '=' is missing, excessive or not at the end; or no value has a text of this length.
  kStrayBits,  // The last character has bits set that the decoded bytes do not hold.
};

struct Base64Error {
  Base64Fault fault;
  std::size_t offset;  // Of the first wrong character; the length of the text if a character is missing.
};

// Null if the text is canonical. The empty text is canonical.
std::optional<Base64Error> CheckBase64(std::string_view text);

// The bytes of a canonical text. kInvalid: the text is not canonical.
Result<SecretBytes> DecodeBase64(std::string_view text);

// The canonical text. If the bytes are secret, wipe the result or move it into a SecretBytes.
std::string EncodeBase64(std::string_view bytes);

}  // namespace base
