// The rules on how a token is written: line breaks, byte-order marks, base64. Each sees the value as it is stored.
//
// Each returns a complaint, or null where its rule has nothing to say. Pure; any number of threads.
#pragma once

#include "token/rules.h"

namespace token {

Found TrailingNewline(const Evidence& e);   // One line break at the end.
Found Whitespace(const Evidence& e);        // Blanks, or several lines.
Found CertificateArmor(const Evidence& e);  // The lines that certutil writes around base64.
Found ByteOrderMark(const Evidence& e);
Found Utf16(const Evidence& e);         // The stored value itself is UTF-16.
Found ControlBytes(const Evidence& e);  // Bytes that no HTTP header carries.
Found NotAscii(const Evidence& e);
// Where the profile's encoding is base64: one rule for each fault of base::CheckBase64.
Found NotBase64(const Evidence& e);
Found Base64Url(const Evidence& e);
Found BadPadding(const Evidence& e);
Found StrayBits(const Evidence& e);

}  // namespace token
