// The list of retired tokens in the Secret token-guard-retired, as the rotation reads and writes it (retired/list.h).
//
// The rotation is the only writer. One thread; everything borrowed.
#pragma once

#include <optional>
#include <string>

#include "retired/list.h"
#include "rotation/context.h"

namespace rotation {

class RetiredList {
 public:
  explicit RetiredList(const Context& context) : context_(context) {}

  // Reads and parses the list. kInvalid if it is unreadable; the message says what to do. Makes the HMAC key if there
  // is none; the first write stores it.
  base::Result<void> Read();
  // Adds the fingerprint of the token `before` unless it is empty, and removes that of the token `after`, which is on
  // the list if the command `rollback` makes a retired token live again. Reads the list first if the last read or write
  // failed. A dry run changes nothing, here neither.
  base::Result<void> Retire(const base::SecretBytes& before, const base::SecretBytes& after, kube::Write write);
  // Removes a token from the list if it is there: a rollback that comes after Retire.
  base::Result<void> Restore(const base::SecretBytes& token);
  // The mark with which the webhook accepts the token back (retired/fingerprint.h); empty for an empty token. Reads the
  // list if it was not read yet, and stores a key that was made then: the webhook needs it.
  base::Result<std::string> ReturnMark(const base::SecretBytes& token);
  // The token's fingerprint; null for an empty token, and as long as no stored key is known.
  [[nodiscard]] std::optional<std::string> FingerprintOf(const base::SecretBytes& token) const;
  // Whether this run has stored the key: the webhook's mounted copy follows within kMountLag.
  [[nodiscard]] bool KeyIsNew() const { return key_is_new_; }
  // The kubelet refreshes mounted Secrets every 60 s, from a cache of up to 30 s.
  static constexpr std::chrono::seconds kMountLag{100};
  // Whether the token was live before, as of the last Read.
  [[nodiscard]] bool Contains(const base::SecretBytes& token) const;

 private:
  base::Result<void> Patch(retired::List list, kube::Write write);

  const Context& context_;
  std::string version_;  // resourceVersion; empty if the list has to be read.
  base::SecretBytes key_;
  bool key_stored_ = false;
  bool key_is_new_ = false;
  retired::List list_;
};

}  // namespace rotation
