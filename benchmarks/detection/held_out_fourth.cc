#include "held_out_fourth.h"

#include <iterator>

#include "held_out_fourth_identifiers.h"
#include "held_out_fourth_scripted.h"
#include "held_out_fourth_strong.h"
#include "held_out_fourth_typed.h"
#include "held_out_fourth_words.h"

namespace detection {

std::vector<Kind> FourthHeldOutKinds() {
  std::vector<Kind> kinds;
  kinds.insert(kinds.end(), std::begin(known::fourth::kWordKinds), std::end(known::fourth::kWordKinds));
  kinds.insert(kinds.end(), std::begin(known::fourth::kTypedKinds), std::end(known::fourth::kTypedKinds));
  kinds.insert(kinds.end(), std::begin(known::fourth::kIdentifierKinds), std::end(known::fourth::kIdentifierKinds));
  kinds.insert(kinds.end(), std::begin(known::fourth::kScriptedKinds), std::end(known::fourth::kScriptedKinds));
  return kinds;
}

std::vector<Kind> FourthHonestKinds() {
  return {std::begin(known::fourth::kStrongKinds), std::end(known::fourth::kStrongKinds)};
}

}  // namespace detection
