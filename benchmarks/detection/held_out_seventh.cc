#include "held_out_seventh.h"

#include "held_out_seventh_numbers.h"
#include "held_out_seventh_phrase.h"
#include "held_out_seventh_scripts.h"
#include "held_out_seventh_tongues.h"
#include "held_out_seventh_vault.h"
#include "held_out_seventh_work.h"

namespace detection {
namespace {

std::vector<Kind> Joined(const std::vector<std::vector<Kind>>& groups) {
  std::vector<Kind> kinds;
  for (const std::vector<Kind>& group : groups) {
    kinds.insert(kinds.end(), group.begin(), group.end());
  }
  return kinds;
}

}  // namespace

const std::vector<Kind>& SeventhHeldOutKinds() {
  static const std::vector<Kind> kinds = Joined(
      {seventh::WorkKinds(), seventh::CraftKinds(), seventh::LifeNumberKinds(), seventh::GameNumberKinds(),
       seventh::KeyboardTongueKinds(), seventh::PhraseTongueKinds(), seventh::ShellKinds(), seventh::ToolKinds()});
  return kinds;
}

const std::vector<Kind>& SeventhHonestKinds() {
  static const std::vector<Kind> kinds = Joined({seventh::CharacterVaultKinds(), seventh::ByteVaultKinds(),
                                                 seventh::WordPhraseKinds(), seventh::DrawnPhraseKinds()});
  return kinds;
}

}  // namespace detection
