#include "held_out_fifth.h"

#include "held_out_fifth_encoded.h"
#include "held_out_fifth_life.h"
#include "held_out_fifth_strong.h"
#include "held_out_fifth_typed.h"
#include "held_out_fifth_work.h"

namespace detection {

std::vector<Kind> FifthHeldOutKinds() {
  std::vector<Kind> kinds;
  for (const auto& group :
       {fifth::CompanyKinds(), fifth::ConfigurationKinds(), fifth::PageKinds(), fifth::KeyboardKinds(),
        fifth::TransformedKinds(), fifth::LifeKinds(), fifth::LanguageKinds(), fifth::EncodedKinds()}) {
    kinds.insert(kinds.end(), group.begin(), group.end());
  }
  return kinds;
}

std::vector<Kind> FifthHonestKinds() { return fifth::StrongKinds(); }

}  // namespace detection
