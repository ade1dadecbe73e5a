// error: ignoring return(ed)? value of .*nodiscard
#include "base/base64.h"

bool Decode();
bool Decode() {
#ifdef MISUSE
  base::DecodeBase64("Zg==");
  return true;
#else
  return base::DecodeBase64("Zg==").has_value();
#endif
}
