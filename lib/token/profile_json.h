// Profiles as a JSON file. The schema, field by field, is in docs/profiles.md and docs/profile.schema.json.
//
// Pure but for LoadProfile, which reads the one file it is given. A file holds no secret, so messages may quote it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "ports/files.h"
#include "token/profile.h"

namespace token {

// All profiles of a file, at least one, names distinct. kInvalid lists everything that is wrong, a line each:
// "line 7: profiles[0].consumers[1].proof.port is 0: expected a whole number from 1 to 65535".
base::Result<std::vector<Profile>> ParseProfiles(std::string_view text);

// A file with this one profile, every field written out, with a line break at its end. ParseProfiles reads it back.
std::string SerializeProfile(const Profile& profile);

// Where the profile in force comes from. Each field may be empty.
struct ProfileSource {
  std::string file;              // A JSON file of profiles; if empty, the built-in profile is in force.
  std::string name;              // The profile of the file; needed only if the file holds several.
  std::string secret_namespace;  // Where the built-in profile's Secret is; only without a file.
};

// The profile in force. kInvalid and the codes of Files::Read; each line of the message names the file.
base::Result<Profile> LoadProfile(ports::Files& files, const ProfileSource& source);

}  // namespace token
