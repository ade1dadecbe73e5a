// The guarded Secret and its copies in other namespaces.
//
// Every write carries the resourceVersion of the last read; a lost answer is resolved by the next read. One thread;
// everything borrowed.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "rotation/context.h"
#include "rotation/decision.h"
#include "rotation/record.h"

namespace rotation {

// The command that creates a Secret with a new token.
std::string CreateCommand(const std::string& secret, const std::string& ns, const std::string& key);
// The sentence for a missing guarded Secret, with that command.
std::string SecretIsMissing(const token::Profile& profile);

class GuardedSecret {
 public:
  using Time = ports::Clock::MonotonicTime;

  explicit GuardedSecret(const Context& context) : context_(context) {}

  // Reads the Secret. kNotFound if there is none.
  base::Result<void> Read();
  // Reads the Secret if a write has failed since the last read, or a dry run met somebody's edit.
  base::Result<void> Refresh();
  // What the Secret holds. Reads it if `anew`, or if the last read is older than kMaxAge.
  base::Result<Live> Observe(const Record& record, bool anew);
  // Writes the token into the key, the mark of the token that may come back, and the id of the rotation
  // (retired/fingerprint.h); an empty token removes the key, an empty mark its annotation. A Secret that was deleted
  // since the last read is kConflict: the next read reports that.
  base::Result<void> Set(const base::SecretBytes& token, const std::string& mark, const std::string& rotation);
  // Has the API server judge the same write, without storing it. kDenied if it would store another token: other
  // people's mutating webhooks see the dry run too. After a kConflict, the next call reads the Secret first.
  base::Result<void> TrySet(const base::SecretBytes& token, const std::string& mark);

  // Whether each copy holds the token. Reads them until they do. A copy that cannot be read is an error of
  // GetSecret; its message names the copy.
  base::Result<bool> CopiesHold(const base::SecretBytes& token);
  // Writes the token into each copy that was read, all of them even if one fails. Returns the first error.
  base::Result<void> SetCopies(const base::SecretBytes& token);
  base::Result<void> TrySetCopies(const base::SecretBytes& token);
  // A phase begins: copies have to be read again.
  void ResetCopies() { copies_hold_ = false; }
  // From here on copies that refuse a read or a write are left as they are.
  void TolerateRefusals() { tolerant_ = true; }

  // The token as of the last read; empty if there is none.
  [[nodiscard]] base::SecretBytes Token() const;
  // The field manager that wrote the token last, as of the last read; "unknown" if the API server does not say.
  [[nodiscard]] std::string Writer() const;
  [[nodiscard]] const kube::Secret& Value() const { return secret_; }
  // When this run first wrote the token.
  [[nodiscard]] std::optional<Time> FirstSet() const { return first_set_; }

  // While pods are awaited: a person's edit is noticed after this time.
  static constexpr std::chrono::seconds kMaxAge{5};

 private:
  base::Result<void> Patch(const kube::SecretChange& change);
  base::Result<void> SetCopy(const token::Copy& copy, const base::SecretBytes& token, kube::Write write);
  base::Result<bool> CopyHolds(const token::Copy& copy, const base::SecretBytes& token);

  const Context& context_;
  kube::Secret secret_;
  std::optional<Time> read_at_;  // Null: the next Observe reads.
  std::optional<Time> first_set_;
  std::map<std::string, kube::Secret> copies_;  // By "namespace/name", as of the last read.
  std::set<std::string> abandoned_;             // Copies that are left as they are.
  bool copies_hold_ = false;
  bool tolerant_ = false;
};

}  // namespace rotation
