#include "held_out_sixth.h"

#include "held_out_sixth_encoded.h"
#include "held_out_sixth_keys.h"
#include "held_out_sixth_people.h"
#include "held_out_sixth_phrases.h"
#include "held_out_sixth_scripts.h"
#include "held_out_sixth_typed.h"
#include "held_out_sixth_work.h"

namespace detection {
namespace {

std::vector<Kind> Joined(const std::vector<std::vector<Kind>>& groups) {
  std::vector<Kind> kinds;
  for (const auto& group : groups) {
    kinds.insert(kinds.end(), group.begin(), group.end());
  }
  return kinds;
}

}  // namespace

const std::vector<Kind>& SixthHeldOutKinds() {
  static const std::vector<Kind> kinds = Joined(
      {sixth::WorkKinds(), sixth::ScriptKinds(), sixth::PeopleKinds(), sixth::TypedKinds(), sixth::EncodedKinds()});
  return kinds;
}

const std::vector<Kind>& SixthHonestKinds() {
  static const std::vector<Kind> kinds = Joined({sixth::PhraseKinds(), sixth::KeyKinds()});
  return kinds;
}

}  // namespace detection
