// Certificates that are not the guard's own. Made once.
#pragma once

#include <string>

#include "testing/pki.h"

namespace fakes {

// A company's CA, and a pair that the CA has issued.
struct Company {
  Identity authority = Make({"Company Root", nullptr, true});
  Identity leaf = Make({"token-webhook", &authority});
};

inline const Company& TheCompany() {
  static const Company company;
  return company;
}

}  // namespace fakes
